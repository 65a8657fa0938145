import { browser } from '../adapters/browser';
import { within } from './within';

/** A page that is not blocked needs milliseconds. */
const PATIENCE_MS = 2000;

/** Runs in each frame, in the extension's own world, and so refers to nothing outside itself. */
const originThere = (): string => location.origin;

/** The origins of all frames of a tab; `null` where its page does not answer. */
const originsIn = async (tabId: number): Promise<string[] | null> => {
  const target = { tabId, allFrames: true };
  const asked = browser.scripting
    .executeScript({ target, func: originThere, injectImmediately: true })
    .then((answers) => answers.map(({ result }) => String(result)))
    // The browser lets no extension in.
    .catch(() => []);
  return (await within(asked, PATIENCE_MS)) ?? null;
};

/**
 * Whether a frame in some tab shows a document of the origin: its worker may work for that one. `null` where
 * a tab does not answer.
 */
export const isFramed = async (origin: string): Promise<boolean | null> => {
  const open = (await browser.tabs.query({ discarded: false })).filter(({ url = '' }) =>
    /^(https?|file):/.test(url),
  );
  const all = await Promise.all(open.flatMap(({ id }) => (id === undefined ? [] : originsIn(id))));
  if (all.some((origins) => origins?.includes(origin))) return true;
  return all.includes(null) ? null : false;
};
