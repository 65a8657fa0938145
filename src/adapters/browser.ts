/** The one place that imports the polyfill: Chromium's `chrome` and Firefox's `browser`, both as promises. */
import browser from 'webextension-polyfill';

export type { Runtime, Tabs, WebRequest } from 'webextension-polyfill';
export { browser };
