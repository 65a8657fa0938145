import { received } from '../../src/background/received';
import { buildReport, summarize } from '../../src/core/build-report';
import { detect } from '../../src/core/detect';
import { foldBatch, foldClosed, foldGone, tabOf } from '../../src/core/fold';
import { foldHandshake, foldHandshakeEnd } from '../../src/core/fold-handshake';
import { foldMain } from '../../src/core/fold-main';
import { toMarkdown } from '../../src/core/markdown';
import type { Report } from '../../src/core/report';
import { takeSample } from '../../src/core/sample';
import { createWorld, type World } from '../../src/core/state';
import { settleTurns } from '../../src/core/turns';
import { made } from './hostile-values';

/* The background without a browser: what it does with a word, in the order of `background.ts`. */

export const OWN = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop/';
const ABOUT = {
  extension: { name: 'Whylag', version: '1.0.0' },
  browser: { name: 'Chrome', version: '150' },
};

export type Happening =
  | { what: 'word'; tabId: number; frameId: number; word: unknown }
  | { what: 'handshake'; tabId: number; url: string; id: string; opened: boolean | null }
  | { what: 'closed'; tabId: number }
  | { what: 'look' };

export const createStage = (engine: World['engine']) => ({ world: createWorld(engine) });
export type Stage = ReturnType<typeof createStage>;

const siteOf = (tabId: number): string => `https://site-${tabId}.example`;

export const look = ({ world }: Stage, now: number): void => {
  for (const tab of Object.values(world.tabs)) {
    if (tab.open) {
      settleTurns(tab, now);
      takeSample(tab, now);
    }
    detect(world, tab, now);
  }
};

/** Whether the word was taken. */
export const hear = (
  { world }: Stage,
  { tabId, frameId, word }: { tabId: number; frameId: number; word: unknown },
  now: number,
): boolean => {
  const message = received(made(word), OWN);
  const tab = tabOf(world, tabId);
  Object.assign(tab, { url: `${siteOf(tabId)}/`, origin: siteOf(tabId), title: `Tab ${tabId}` });
  if (!message) {
    tab.dropped++;
    return false;
  }
  const { load } = message;
  if (message.type === 'batch') foldBatch(tab, frameId, load, message.url, message.batch, now);
  else if (message.type === 'main') foldMain(tab, load, message.main, message.usedBytes, now);
  else if (message.type === 'gone') foldGone(tab, load);
  return true;
};

export const happen = (stage: Stage, one: Happening, now: number): void => {
  const { world } = stage;
  if (one.what === 'look') look(stage, now);
  else if (one.what === 'word') hear(stage, one, now);
  else if (one.what === 'closed') {
    const tab = world.tabs[one.tabId];
    if (tab) foldClosed(tab, now);
  } else {
    const tab = tabOf(world, one.tabId);
    const { id, opened, url } = one;
    if (opened === null) foldHandshake(tab, url, now, { id, frameId: 0, address: 0.5 });
    else foldHandshakeEnd(tab, url, now, { id, opened });
  }
};

/** Everything that a person or a program may be shown of a tab. */
export const toldOf = (
  { world }: Stage,
  tabId: number,
  now: number,
): { report: Report; markdown: string } => {
  const tab = tabOf(world, tabId);
  summarize(tab);
  const report = buildReport(world, tab, ABOUT, now);
  return { report, markdown: toMarkdown(report) };
};
