import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { Failure } from './failure.mjs';

/** @typedef {'chrome' | 'firefox'} BrowserKind */
/**
 * Where to look; a test gives its own.
 * @typedef {object} Surroundings
 * @property {NodeJS.ProcessEnv} env
 * @property {NodeJS.Platform} platform
 * @property {string} home
 * @property {(file: string) => boolean} isProgram
 */

/** @type {Record<BrowserKind, string>} */
export const BROWSER_VARIABLE = { chrome: 'WHYLAG_CHROMIUM', firefox: 'WHYLAG_FIREFOX' };

/** @type {Record<BrowserKind, string[]>} */
const NAMES = {
  chrome: [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'chrome',
    'microsoft-edge',
  ],
  firefox: ['firefox-esr', 'firefox'],
};

/** Flatpak's wrappers are in a folder that is not on every PATH. */
const FLATPAK = ['/var/lib/flatpak/exports/bin', '~/.local/share/flatpak/exports/bin'];

/** @type {Record<BrowserKind, string[]>} */
const LINUX = {
  chrome: [
    '/snap/bin/chromium',
    '/opt/google/chrome/chrome',
    ...FLATPAK.flatMap((dir) => [`${dir}/org.chromium.Chromium`, `${dir}/com.google.Chrome`]),
  ],
  firefox: [
    '/snap/bin/firefox',
    '/opt/firefox/firefox',
    ...FLATPAK.map((dir) => `${dir}/org.mozilla.firefox`),
  ],
};

/** @type {Record<BrowserKind, string[]>} */
const MAC = {
  chrome: ['Chromium', 'Google Chrome', 'Microsoft Edge', 'Brave Browser'].map(
    (name) => `${name}.app/Contents/MacOS/${name}`,
  ),
  firefox: ['Firefox', 'Firefox Developer Edition'].map(
    (name) => `${name}.app/Contents/MacOS/firefox`,
  ),
};

/** @type {Record<BrowserKind, string[]>} */
const WINDOWS = {
  chrome: [
    'Chromium\\Application\\chrome.exe',
    'Google\\Chrome\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
  ],
  firefox: ['Mozilla Firefox\\firefox.exe', 'Firefox Developer Edition\\firefox.exe'],
};

/**
 * Ubuntu's `chromium-browser` and `firefox` packages are scripts that only say "install the snap":
 * they look like a browser and start none.
 * @param {string} file
 */
function isSnapStub(file) {
  const head = Buffer.alloc(2048);
  const fd = openSync(file, 'r');
  try {
    const text = head.toString('latin1', 0, readSync(fd, head, 0, head.length, 0));
    return text.startsWith('#!') && /requires the \w+ snap/.test(text);
  } finally {
    closeSync(fd);
  }
}

/** @param {string} file */
function isProgram(file) {
  try {
    if (!statSync(file).isFile()) return false;
    accessSync(file, constants.X_OK);
    return !isSnapStub(file);
  } catch {
    return false;
  }
}

/**
 * @param {BrowserKind} kind
 * @param {Surroundings} where
 * @returns {string[]}
 */
function usualPlaces(kind, { env, platform, home }) {
  if (platform === 'darwin') {
    return ['/Applications', `${home}/Applications`].flatMap((dir) =>
      MAC[kind].map((app) => `${dir}/${app}`),
    );
  }
  if (platform === 'win32') {
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter((dir) => dir !== undefined)
      .flatMap((dir) => WINDOWS[kind].map((file) => win32.join(dir, file)));
  }
  return LINUX[kind].map((file) => file.replace(/^~/, home));
}

/**
 * The first of these programs on PATH.
 * @param {string[]} names
 * @param {Partial<Surroundings>} [given]
 * @returns {string | undefined}
 */
export function findOnPath(names, given = {}) {
  const where = surroundings(given);
  const windows = where.platform === 'win32';
  const { join, delimiter } = windows ? win32 : posix;
  const path = where.env.PATH ?? where.env.Path ?? '';
  const folders = path.split(delimiter).filter((dir) => dir !== '');
  return names
    .flatMap((name) => folders.map((dir) => join(dir, windows ? `${name}.exe` : name)))
    .find(where.isProgram);
}

/** @param {Partial<Surroundings>} given */
function surroundings(given) {
  return { env: process.env, platform: process.platform, home: homedir(), isProgram, ...given };
}

/**
 * The browser's program, or `undefined` where there is none. One that the person named and that
 * is not there is an error: using another instead would hide the typing mistake.
 * @param {BrowserKind} kind
 * @param {Partial<Surroundings>} [given]
 * @returns {string | undefined}
 */
export function findBrowser(kind, given = {}) {
  const where = surroundings(given);
  const named = where.env[BROWSER_VARIABLE[kind]];
  if (named) {
    if (where.isProgram(named)) return named;
    throw new Failure(`${BROWSER_VARIABLE[kind]} names ${named}, which is not a program.`);
  }
  return findOnPath(NAMES[kind], where) ?? usualPlaces(kind, where).find(where.isProgram);
}
