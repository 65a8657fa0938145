/*
 * From what a bridge sends to a message as the guards take it. A page script posts rows that have changed,
 * under short names and in one list, and fills in nothing; here they become a `Batch`, and here what
 * secrets an address or a stack holds is left behind.
 */
import { keptUrl } from '../core/address';
import { bounded } from '../protocol/bounds';
import { type BridgeMessage, LIMITS } from '../protocol/facts';
import { asBridgeMessage } from '../protocol/guards';
import { SHORT_NAMES } from '../protocol/short-names';
import { cleanStack } from './clean-stack';

type Row = Record<string, unknown>;

const LONG_NAMES = new Map([...SHORT_NAMES].map(([long, short]) => [short, long]));
/** A batch, its rows, their tables and what is in them. */
const DEPTH = 4;

const asRow = (value: unknown): Row =>
  (typeof value === 'object' && value !== null ? value : {}) as Row;
const asRows = (value: unknown): Row[] => (Array.isArray(value) ? value.map(asRow) : []);

/** The same under the names of the sources. */
const named = (value: unknown, depth = DEPTH): unknown => {
  if (typeof value !== 'object' || value === null || depth === 0) return value;
  if (Array.isArray(value)) return value.map((item) => named(item, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      LONG_NAMES.get(key) ?? key,
      named(item, depth - 1),
    ]),
  );
};

/** The states that have names: what had none, or has left without an end, is nowhere. */
const statesOf = (row: Row): Row =>
  Object.fromEntries(Object.entries(asRow(row.byState)).filter(([state]) => state !== ''));

const WORKLET = 'worklet ';
/**
 * A node by its shape, as `protocol/vad-rules.ts` words it. A worklet's processor has another shape from
 * when it listens to a stream (`page/nodes.ts`).
 */
const nodesOf = ({ detail, created, byState }: Row): Row[] => {
  const states = asRow(byState);
  const count = (state: string): number => Number(states[state] ?? 0);
  const live = count('live');
  const tapped = count('tapped');
  const shape = String(detail).slice(0, LIMITS.shape);
  if (!shape.startsWith(WORKLET)) return [{ shape, created, live: live + tapped }];
  const everTapped = tapped + count('released');
  return [
    { shape, created: Number(created) - everTapped, live },
    { shape: `tapped ${shape.slice(WORKLET.length)}`, created: everTapped, live: tapped },
  ];
};

const audioOf = (sound: Row): Row => {
  const { pending, playing, played, aheadMs, held, heldSince, underruns, underrunMs } = sound;
  const { unknown, asked, askedSince, clips, clipMs } = sound;
  return {
    scheduled: { pending, playing, played, aheadMs, held, heldSince },
    // JSON has no number that is none, and no infinite one: both come as `null`.
    underruns: underruns === null ? null : { events: underruns, ms: underrunMs },
    elements: {
      pending: sound.waitingElements,
      playing: sound.playingElements,
      played: sound.playedElements,
      pendingMs: sound.waitingMs,
      bufferedMs: sound.bufferedMs,
      unknown,
      asked,
      askedSince,
    },
    meanClipMs: clips === 0 ? null : Number(clipMs) / Number(clips),
  };
};

/** A try says 0 for what has not come yet. */
const tryOf = ({ changed: _, openedAt, endedAt, code, ...row }: Row): Row => ({
  ...row,
  openedAt: openedAt || null,
  endedAt: endedAt || null,
  code: code || null,
});

const urlOf = (url: unknown): unknown => (typeof url === 'string' ? keptUrl(url) : url);

/** A server may close with any code: what is past the limit is left out. */
const endpointOf = ({ changed: _, ...row }: Row): Row => ({
  ...row,
  url: urlOf(row.url),
  closeCodes: Object.fromEntries(Object.entries(asRow(row.closeCodes)).slice(0, LIMITS.closeCodes)),
});

const batchOf = (text: string, { seq, full, files, usedBytes }: Row, own: string): unknown => {
  const { at, rows, tries, types, sound, dropped } = asRow(named(JSON.parse(text)));
  const all = asRows(rows);
  const endpoints = all.filter((row) => 'url' in row);
  const tallies = all.filter((row) => !('url' in row));
  const stacked = tallies.filter((row) => row.kind !== 'node' && row.detail !== '');
  return bounded({
    seq,
    at,
    full,
    kinds: tallies
      .filter((row) => row.kind !== 'node' && row.detail === '')
      .map((row) => ({ kind: row.kind, created: row.created, byState: statesOf(row) })),
    endpoints: endpoints.map(endpointOf),
    tries: asRows(tries).map(tryOf),
    sites: stacked.map(({ kind, endpoint = null, detail, created }) => ({
      kind,
      endpoint,
      stack: cleanStack(String(detail), own),
      count: created,
    })),
    nodes: tallies.filter((row) => row.kind === 'node').flatMap(nodesOf),
    audio: sound === null ? null : audioOf(asRow(sound)),
    types,
    files,
    usedBytes,
    dropped,
  });
};

/**
 * A message of a bridge, or `null` for anything else; `own` is how the extension's scripts are named in a
 * stack of Chromium's.
 */
export const received = (value: unknown, own: string): BridgeMessage | null => {
  const word = asRow(value);
  const { type, load, url, text } = word;
  if (type !== 'batch') return asBridgeMessage(value);
  if (typeof text !== 'string' || text.length > LIMITS.text) return null;
  try {
    return asBridgeMessage({ type, load, url: urlOf(url), batch: batchOf(text, word, own) });
  } catch {
    // No JSON.
    return null;
  }
};
