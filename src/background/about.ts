import { browser } from '../adapters/browser';
import type { Report } from '../core/report';
import type { World } from '../core/state';
import { type Brand, productOf } from './product';

/** Which engine this is: Firefox serves an extension's files from `moz-extension:`. */
export const engineHere = (): World['engine'] =>
  browser.runtime.getURL('').startsWith('moz-') ? 'firefox' : 'chromium';

/** Which version of the extension this is. */
export const versionHere = (): string => browser.runtime.getManifest().version;

/** Chromium's own account of itself, in contexts that are secure: ours are. */
interface BrandedNavigator {
  userAgentData?: {
    getHighEntropyValues(names: string[]): Promise<{ fullVersionList?: Brand[] }>;
  };
}

const chromium = async (): Promise<Report['browser']> => {
  const { userAgentData } = navigator as BrandedNavigator;
  const { fullVersionList = [] } =
    (await userAgentData?.getHighEntropyValues(['fullVersionList']).catch(() => null)) ?? {};
  const product = productOf(fullVersionList);
  if (product) return { name: product.brand, version: product.version };
  // The user agent's text has zeros in place of all but the first number.
  const [, name = 'Chromium', version = ''] =
    /(Edg|OPR|Chrome)\/([\d.]+)/.exec(navigator.userAgent.replace(/.*(?=(Edg|OPR)\/)/, '')) ?? [];
  return { name: { Edg: 'Edge', OPR: 'Opera' }[name] ?? name, version };
};

/** Name and version of extension and browser, for the report. */
export const about = async (): Promise<Pick<Report, 'extension' | 'browser'>> => {
  const { name, version } = browser.runtime.getManifest();
  const extension = { name, version };
  if (engineHere() !== 'firefox') return { extension, browser: await chromium() };
  const info = await browser.runtime.getBrowserInfo();
  return { extension, browser: { name: info.name, version: info.version } };
};
