import { browser, type Tabs } from '../adapters/browser';
import type { TabState } from '../core/state';
import type { BridgeIdentity } from '../protocol/facts';
import type { Observation } from '../protocol/messages';

/** Sites on which the browsers run no extension's scripts. */
const CLOSED_SITES = [
  'https://chromewebstore.google.com/',
  'https://chrome.google.com/webstore',
  'https://microsoftedge.microsoft.com/addons',
  'https://addons.mozilla.org/',
  'https://accounts.firefox.com/',
  'https://support.mozilla.org/',
];

/** Whether scripts of an extension may run on this address at all. */
export const mayObserve = (url: string): boolean =>
  /^(https?|file):/i.test(url) && !CLOSED_SITES.some((site) => url.startsWith(site));

/** Whether, and why not, a tab is observed; see `Observation`. */
export const observationOf = async (
  tab: TabState,
  live: Tabs.Tab | null,
  /** Who answers in its top frame; `undefined` where the page is blocked. */
  identity: BridgeIdentity | null | undefined,
): Promise<Observation> => {
  if (!live) return 'closed';
  const url = live.url ?? '';
  // In Firefox a frame of such a page may be seen: what its page made before was not.
  if (identity?.late && mayObserve(url)) return 'reload';
  if (tab.loads.some((load) => !load.gone)) return 'observed';
  if (live.discarded) return 'discarded';
  if (!mayObserve(url)) {
    // Without the permission the address is hidden, too: that is not the same as a browser page.
    return url === '' && !(await isAllowed('<all_urls>')) ? 'no-permission' : 'forbidden';
  }
  if (!/^file:/i.test(url) && !(await isAllowed(`${new URL(url).origin}/*`)))
    return 'no-permission';
  // One that does not answer in time has scripts of ours: only they are asked, and they are blocked.
  if (identity === undefined) return 'quiet';
  if (identity) return identity.late ? 'reload' : 'quiet';
  // No process shows it: it has crashed, or was never loaded since the browser started.
  if (live.status === 'unloaded') return tab.observedSince === null ? 'discarded' : 'crashed';
  // A page that has not committed yet has no scripts of anybody's.
  return live.status === 'loading' ? 'quiet' : 'reload';
};

const isAllowed = async (origin: string): Promise<boolean> => {
  try {
    return await browser.permissions.contains({ origins: [origin.replace(/:\d+\//, '/')] });
  } catch {
    return true;
  }
};
