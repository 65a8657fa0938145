import { browser } from '../../adapters/browser';
import { attempt, note } from './note';

/** Takes a tab's id and shows that tab, its window first among the windows. */
export function goToTab(tabId: number): Promise<boolean> {
  return attempt('Went to the tab.', 'Could not go to the tab', async () => {
    const { windowId } = await browser.tabs.update(tabId, { active: true });
    // Firefox for Android has tabs and no windows.
    if (windowId !== undefined) await browser.windows?.update(windowId, { focused: true });
  });
}

/** Takes a tab's id and shows what is known of it in a tab of its own: of a closed tab there is no other way to see it. */
export function showReport(tabId: number): Promise<boolean> {
  return attempt('Opened its report.', 'Could not open its report', () =>
    browser.tabs.create({ url: new URL(`?tabId=${tabId}`, location.href).href }),
  );
}

/** Takes a tab's id and closes it; `false` when the browser refused. */
export function closeTab(tabId: number): Promise<boolean> {
  return attempt('Closed the tab.', 'Could not close the tab', () => browser.tabs.remove(tabId));
}

/** Takes a tab's id and reloads it, so that its page starts with the hooks in place. */
export function reloadTab(tabId: number): Promise<boolean> {
  return attempt('Reloading the tab…', 'Could not reload the tab', () =>
    browser.tabs.reload(tabId),
  );
}

/** Asks the person for access to all sites. Called straight from a click: browsers refuse it any later. */
export async function requestAccess(): Promise<void> {
  let given = false;
  const answered = await attempt('Access given.', 'Could not ask for access', async () => {
    given = await browser.permissions.request({ origins: ['<all_urls>'] });
  });
  if (answered && !given) note.value = { failed: true, text: 'Access was not given.' };
}
