import { browser } from '../adapters/browser';

/** A handshake that is redirected (`ws:` upgraded to `wss:`) is told once for each leg, under one id. */
const REMEMBERED = 256;

/**
 * Every WebSocket handshake that the network begins, workers' too. Chromium shows those of dedicated
 * workers with their tab and none of shared or service workers; Firefox shows the latter without a
 * tab (`tabId` -1). Listeners are registered in this call.
 */
export const listenToHandshakes = (
  seen: (tabId: number, url: string, at: number) => void,
): void => {
  const ids = new Set<string>();
  browser.webRequest.onBeforeRequest.addListener(
    ({ tabId, requestId, url, timeStamp }) => {
      if (tabId < 0 || ids.has(requestId)) return undefined;
      ids.add(requestId);
      if (ids.size > REMEMBERED) ids.delete(ids.values().next().value as string);
      seen(tabId, url, timeStamp);
      return undefined;
    },
    { urls: ['ws://*/*', 'wss://*/*'], types: ['websocket'] },
  );
};
