import { browser } from '../adapters/browser';
import { keptUrl, originOf } from '../core/address';
import { type InStore, storeOf } from './store-of';

/** What a worker that belongs to no tab asks the network for. */
export interface TablessRequest {
  id: string;
  /** Of the origin that the worker is of. */
  origin: string;
  store: string;
  /** The worker's script; `null` where the browser does not say. */
  script: string | null;
  url: string;
  at: number;
}

interface Heard {
  /** `byDocument`: no worker asks but a page that is in no tab, as in a side bar. */
  began(request: TablessRequest, byDocument: boolean): void;
  ended(request: TablessRequest): void;
}

interface Details extends InStore {
  tabId: number;
  frameId: number;
  requestId: string;
  url: string;
  timeStamp: number;
  documentId?: string;
  initiator?: string;
  originUrl?: string;
}

/**
 * Requests of what has no tab, between `listen` and `rest` only: every request of every page is told to who
 * listens. Chromium names the origin of a worker (and -1 for its frame), Firefox its script.
 */
export const createTabless = ({ began, ended }: Heard) => {
  const { onBeforeRequest, onCompleted, onErrorOccurred } = browser.webRequest;
  const filter = { urls: ['http://*/*', 'https://*/*'], types: ['xmlhttprequest' as const] };
  const requestOf = (details: Details): TablessRequest | null => {
    const { tabId, requestId: id, url, timeStamp: at, initiator, originUrl } = details;
    const origin = originOf(initiator ?? originUrl ?? '');
    if (tabId >= 0 || !origin) return null;
    const script = originUrl ? keptUrl(originUrl) : null;
    return { id, origin, store: storeOf(details), script, url, at };
  };
  const begin = (details: Details): undefined => {
    const request = requestOf(details);
    const { documentId, initiator, frameId } = details;
    if (request) began(request, Boolean(documentId) || (initiator !== undefined && frameId >= 0));
  };
  const end = (details: Details): undefined => {
    const request = requestOf(details);
    if (request) ended(request);
  };
  let listening = false;
  return {
    listen(): void {
      if (listening) return;
      listening = true;
      onBeforeRequest.addListener(begin, filter);
      onCompleted.addListener(end, filter);
      onErrorOccurred.addListener(end, filter);
    },
    rest(): void {
      if (!listening) return;
      listening = false;
      onBeforeRequest.removeListener(begin);
      onCompleted.removeListener(end);
      onErrorOccurred.removeListener(end);
    },
  };
};
