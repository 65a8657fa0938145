import { browser } from '../adapters/browser';
import type { Report } from '../core/report';
import type { World } from '../core/state';

/** Which engine this is: Firefox serves an extension's files from `moz-extension:`. */
export const engineHere = (): World['engine'] =>
  browser.runtime.getURL('').startsWith('moz-') ? 'firefox' : 'chromium';

/** Name and version of extension and browser, for the report. */
export const about = async (): Promise<Pick<Report, 'extension' | 'browser'>> => {
  const { name, version } = browser.runtime.getManifest();
  const extension = { name, version };
  if (engineHere() === 'firefox') {
    const info = await browser.runtime.getBrowserInfo();
    return { extension, browser: { name: info.name, version: info.version } };
  }
  const [, brand = 'Chromium', number = ''] =
    /(Edg|OPR|Chrome)\/([\d.]+)/.exec(navigator.userAgent.replace(/.*(?=(Edg|OPR)\/)/, '')) ?? [];
  const name_ = { Edg: 'Edge', OPR: 'Opera' }[brand] ?? brand;
  return { extension, browser: { name: name_, version: number } };
};
