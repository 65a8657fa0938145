import { readFileSync, realpathSync } from 'node:fs';

/** The extension's UUID in Firefox, fixed so that its pages have a known address. */
export const FIREFOX_UUID = '11111111-2222-4333-8444-555555555555';

/**
 * @param {{ headless: boolean, fakeMedia: boolean, fakeAudioWav?: string | undefined, asRoot?: boolean, args?: string[] }} options
 * @returns {string[]}
 */
export function chromeArgs(options) {
  const { headless, fakeMedia, fakeAudioWav, args = [] } = options;
  const asRoot = options.asRoot ?? process.getuid?.() === 0;
  return [
    // Chromium refuses to run its sandbox as root, and only then.
    ...(asRoot ? ['--no-sandbox'] : []),
    ...(headless ? ['--disable-gpu', '--mute-audio'] : []),
    '--disable-quic',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-dev-shm-usage',
    ...(fakeMedia
      ? [
          '--autoplay-policy=no-user-gesture-required',
          '--use-fake-ui-for-media-stream',
          '--use-fake-device-for-media-stream',
        ]
      : []),
    ...(fakeMedia && fakeAudioWav ? [`--use-file-for-fake-audio-capture=${fakeAudioWav}`] : []),
    ...args,
  ];
}

/**
 * @param {{ extensionId: string, fakeMedia: boolean, realMicrophone: boolean }} options
 * @returns {Record<string, unknown>}
 */
export function firefoxPrefs({ extensionId, fakeMedia, realMicrophone }) {
  return {
    'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: FIREFOX_UUID }),
    // Pages of the first run would stand before the one that is asked for.
    'browser.aboutwelcome.enabled': false,
    'browser.startup.homepage_override.mstone': 'ignore',
    'datareporting.policy.dataSubmissionEnabled': false,
    ...(fakeMedia
      ? {
          // Firefox's own fake device only hums; a sound server that speaks needs the real path.
          'media.navigator.streams.fake': !realMicrophone,
          'media.navigator.permission.disabled': true,
          'media.autoplay.default': 0,
        }
      : {}),
  };
}

/**
 * A browser from the snap store sees only its own folder, so its profile has to be there.
 * `undefined` for every other browser.
 * @param {string} executable
 * @param {string} home
 * @returns {string | undefined}
 */
export function snapProfileRoot(executable, home) {
  const text = realpathSync(executable) === '/usr/bin/snap' ? executable : scriptText(executable);
  const name = text.match(/\/snap\/bin\/([\w-]+)/)?.[1];
  return name && `${home}/snap/${name}/common`;
}

/** @param {string} file */
function scriptText(file) {
  const text = readFileSync(file).subarray(0, 8192).toString('latin1');
  // Debian's script for chromium mentions no snap; a program's own bytes are not searched.
  return text.startsWith('#!') ? text : '';
}
