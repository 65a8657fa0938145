import puppeteer, { type Browser } from 'puppeteer-core';
import { type BrowserKind, findBrowser } from '../../src/cli/find-browser.mjs';
import { chromeArgs, firefoxPrefs } from '../../src/cli/launch-options.mjs';
import { startSilentSound } from '../../src/cli/sound.mjs';

export interface Plain {
  browser: Browser;
  close(): Promise<void>;
}

/** The browser that `launchWithExtension` starts, without the extension; `prefs` are Firefox's. */
export const launchPlain = async (
  kind: BrowserKind,
  prefs: Record<string, unknown> = {},
): Promise<Plain> => {
  const sound = kind === 'firefox' ? await startSilentSound() : undefined;
  const browser = await puppeteer.launch({
    browser: kind,
    executablePath: findBrowser(kind) as string,
    headless: true,
    defaultViewport: { width: 1280, height: 800 },
    networkEnabled: false,
    env: { ...process.env, ...sound?.env },
    ...(kind === 'chrome'
      ? { pipe: true, args: chromeArgs({ headless: true, fakeMedia: true }) }
      : {
          args: ['--remote-allow-system-access'],
          extraPrefsFirefox: {
            ...firefoxPrefs({ extensionId: 'none', fakeMedia: true, realMicrophone: false }),
            ...prefs,
          },
        }),
  });
  return {
    browser,
    async close() {
      await browser.close();
      await sound?.stop();
    },
  };
};
