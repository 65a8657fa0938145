import { browser, type Tabs } from '../adapters/browser';
import { within } from './within';

/** A server that has not answered by then is not there. */
const PATIENCE_MS = 15_000;

/**
 * A document that runs nothing of the site's and that each server answers, if only by saying that there is none.
 * (A service worker may answer with the site itself.)
 */
const QUIET_PATH = '/robots.txt';

const whenLoaded = (tabId: number): { done: Promise<true>; stop(): void } => {
  let stop = (): void => {};
  const done = new Promise<true>((resolve) => {
    const changed = (id: number, change: Tabs.OnUpdatedChangeInfoType): void => {
      if (id === tabId && change.status === 'complete') resolve(true);
    };
    browser.tabs.onUpdated.addListener(changed);
    stop = () => browser.tabs.onUpdated.removeListener(changed);
    // It may have been there before anybody listened.
    browser.tabs.get(tabId).then(
      ({ status, url = '' }) => status === 'complete' && url.endsWith(QUIET_PATH) && resolve(true),
      () => {},
    );
  });
  return { done, stop };
};

/** A window of the ordinary kind; a private one has service workers of its own. */
const ordinaryWindow = async (): Promise<number | undefined> => {
  // Firefox for Android has tabs and no windows.
  if (!browser.windows) return undefined;
  const all = await browser.windows.getAll({ windowTypes: ['normal'] });
  const id = all.find(({ incognito }) => !incognito)?.id;
  if (id === undefined)
    throw new Error('There is no ordinary window: open one, then unregister them.');
  return id;
};

/** Opens a page of an origin in the background for as long as `job` takes. Only ever done on a person's click. */
export const withVisit = async <T>(
  origin: string,
  job: (tabId: number) => Promise<T>,
): Promise<T> => {
  const windowId = await ordinaryWindow();
  const { id = -1 } = await browser.tabs.create({
    url: origin + QUIET_PATH,
    active: false,
    ...(windowId === undefined ? {} : { windowId }),
  });
  const loaded = whenLoaded(id);
  try {
    if (!(await within(loaded.done, PATIENCE_MS)))
      throw new Error('The site does not answer, and only a page of it may unregister them.');
    return await job(id);
  } finally {
    loaded.stop();
    await browser.tabs.remove(id).catch(() => {});
  }
};
