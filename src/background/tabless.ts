import { browser } from '../adapters/browser';
import { originOf } from '../core/address';
import { type InStore, storeOf } from './store-of';

/** What a worker that belongs to no tab asks the network for. */
export interface TablessRequest {
  id: string;
  /** Of the origin that the worker is of. */
  origin: string;
  store: string;
  url: string;
  at: number;
}

interface Heard {
  began(request: TablessRequest): void;
  ended(request: TablessRequest): void;
}

interface Details extends InStore {
  tabId: number;
  frameId: number;
  requestId: string;
  url: string;
  timeStamp: number;
  initiator?: string;
  originUrl?: string;
  documentUrl?: string;
}

/**
 * Requests of workers without a tab, between `listen` and `rest` only: every request of every page is told
 * to who listens.
 */
export const createTabless = ({ began, ended }: Heard) => {
  const { onBeforeRequest, onCompleted, onErrorOccurred } = browser.webRequest;
  const filter = {
    urls: ['http://*/*', 'https://*/*'],
    types: ['xmlhttprequest' as const],
  };
  const told = (details: Details, tell: (request: TablessRequest) => void): undefined => {
    const { tabId, requestId: id, url, timeStamp: at } = details;
    const origin = originOf(details.initiator ?? details.originUrl ?? details.documentUrl ?? '');
    if (tabId < 0 && origin) tell({ id, origin, store: storeOf(details), url, at });
  };
  const begin = (details: Details): undefined => told(details, began);
  const end = (details: Details): undefined => told(details, ended);
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
