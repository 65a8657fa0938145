import { browser } from '../adapters/browser';

/**
 * Every WebSocket handshake that the network begins, workers' too. Chromium shows those of dedicated
 * workers with their tab and none of shared or service workers; Firefox shows the latter without a
 * tab (`tabId` -1). Listeners are registered in this call.
 */
export const listenToHandshakes = (
  seen: (tabId: number, url: string, at: number) => void,
): void => {
  browser.webRequest.onBeforeRequest.addListener(
    (details) => {
      if (details.tabId >= 0) seen(details.tabId, details.url, details.timeStamp);
      return undefined;
    },
    { urls: ['ws://*/*', 'wss://*/*'], types: ['websocket'] },
  );
};
