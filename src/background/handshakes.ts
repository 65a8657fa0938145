import { browser } from '../adapters/browser';
import { keptUrl, originOf } from '../core/address';
import type { Handshake } from '../core/fold-handshake';
import { engineHere } from './about';
import { type InStore, storeOf } from './store-of';

/** A handshake that is redirected (`ws:` upgraded to `wss:`) is told once for each leg, under one id. */
const REMEMBERED = 256;
const SWITCHING_PROTOCOLS = 101;
/** Addresses that are told apart: more than one page has open at a time. */
const ADDRESSES = 1024;

interface Heard {
  began(by: Beginner, url: string, at: number, handshake: Handshake): void;
  /** `url` is the one it began with. */
  ended(by: Beginner, url: string, at: number, end: { id: string; opened: boolean }): void;
}

/**
 * Who began a handshake: in which tab (-1 for a shared or a service worker), and of which origin, empty where
 * the browser does not say.
 */
export interface Beginner {
  tabId: number;
  origin: string;
  store: string;
  /** The script of a worker without a tab; `null` where the browser does not say. */
  script: string | null;
}

interface Details extends InStore {
  tabId: number;
  initiator?: string;
  documentUrl?: string;
  originUrl?: string;
}
const beginner = (details: Details): Beginner => ({
  tabId: details.tabId,
  origin: originOf(details.initiator ?? details.documentUrl ?? details.originUrl ?? ''),
  store: storeOf(details),
  script: details.tabId < 0 && details.originUrl ? keptUrl(details.originUrl) : null,
});

/**
 * Every WebSocket handshake that the network begins, workers' too, and how it ends. Chromium shows those
 * of dedicated workers with their tab, and under their page's document, and none of shared or service
 * workers; Firefox shows the former without a document and the latter without a tab (`tabId` -1).
 * A handshake that the page gives up ends as a failed one in Chromium and not at all in Firefox.
 * Listeners are registered in this call.
 */
export const listenToHandshakes = (heard: Heard): void => {
  const { onBeforeRequest, onCompleted, onErrorOccurred } = browser.webRequest;
  const filter = { urls: ['ws://*/*', 'wss://*/*'], types: ['websocket' as const] };
  const documentsOnly = engineHere() === 'firefox';
  const urls = new Map<string, string>();
  const numbers = new Map<string, number>();
  /** Drawn, so that what is stored says nothing of a query but whether it is the same. */
  const numberOf = (url: string): number => {
    const number = numbers.get(url) ?? Math.random();
    // Those that are used stay the newest.
    numbers.delete(url);
    numbers.set(url, number);
    if (numbers.size > ADDRESSES) numbers.delete(numbers.keys().next().value as string);
    return number;
  };
  onBeforeRequest.addListener((details) => {
    const { requestId, url, timeStamp, frameId, documentId } = details;
    if (urls.has(requestId)) return undefined;
    urls.set(requestId, url);
    if (urls.size > REMEMBERED) urls.delete(urls.keys().next().value as string);
    const ofDocument = documentsOnly && Boolean(documentId);
    const address = numberOf(url);
    const handshake = { id: requestId, frameId: ofDocument ? null : frameId, address };
    heard.began(beginner(details), url, timeStamp, handshake);
    return undefined;
  }, filter);
  const end = (
    details: Details & { requestId: string; url: string; timeStamp: number },
    opened: boolean,
  ): void => {
    const { requestId: id, url, timeStamp } = details;
    heard.ended(beginner(details), urls.get(id) ?? url, timeStamp, { id, opened });
  };
  onCompleted.addListener((details) => {
    end(details, details.statusCode === SWITCHING_PROTOCOLS);
  }, filter);
  onErrorOccurred.addListener((details) => {
    end(details, false);
  }, filter);
};
