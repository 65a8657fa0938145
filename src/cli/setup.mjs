import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './failure.mjs';
import { BROWSER_VARIABLE, findBrowser, findOnPath } from './find-browser.mjs';
import { plainText } from './plain-text.mjs';
import { run, runNpm } from './run.mjs';

export { findBrowser } from './find-browser.mjs';

/** @typedef {import('./find-browser.mjs').BrowserKind} BrowserKind */

/** The project's folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** @param {string} file @returns {any} */
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * Whether what npm wrote down as installed is what the lock asks for. Packages for other platforms
 * are in the lock alone, and what a person added by hand is no reason to install all anew.
 * @param {string} root
 */
export function dependenciesMatch(root) {
  const installedLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const { dependencies = {}, devDependencies = {} } = readJson(join(root, 'package.json'));
  const direct = Object.keys({ ...dependencies, ...devDependencies });
  if (!direct.every((name) => existsSync(join(root, 'node_modules', name)))) return false;
  const lock = join(root, 'package-lock.json');
  if (!existsSync(lock)) return true;
  const wanted = readJson(lock).packages ?? {};
  const installed = readJson(installedLock).packages ?? {};
  return Object.keys(wanted).every((path) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined) return wanted[path].optional === true || wanted[path].peer === true;
    return found.version === wanted[path].version && found.integrity === wanted[path].integrity;
  });
}

/**
 * Installs the npm packages where they are missing or not those of the lock.
 * @param {string} [root]
 */
export async function ensureDependencies(root = ROOT) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Failure(`Whylag needs Node 20.19 or newer; this is ${process.version}.`);
  }
  if (dependenciesMatch(root)) return;
  console.log('Installing the npm packages (a minute or two) ...');
  // NODE_ENV=production would leave out vite and the rest.
  const flags = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = (/** @type {string[]} */ ...args) => runNpm([...args, ...flags], { cwd: root });
  let result = existsSync(join(root, 'package-lock.json')) ? await npm('ci') : await npm('install');
  // A lock that was made where a registry has no packages for other platforms lacks those, and `npm ci`
  // then refuses it whole. What it does pin is kept to by `npm install`, and nothing is rewritten.
  if (/can only install packages when .* in sync/.test(result.output)) {
    result = await npm('install', '--no-save');
  }
  if (result.code !== 0) {
    throw new Failure(`The npm packages cannot be installed: ${reason(result.output)}`);
  }
}

const TELLING = /^(npm error \S|E:|Err:|\S*error\b|\[\S+\] )/i;
/** Headings, npm's preamble, and advice that follows from another line. */
const EMPTY_WORDS =
  /:$|^npm error (code|errno|syscall|path|A complete log)|Build failed with|update --fix-missing/i;

/**
 * The line of a failed command's output that says why.
 * @param {string} output
 */
export function reason(output) {
  const lines = output.split('\n').map(plainText);
  const isTelling = (/** @type {string} */ line) => TELLING.test(line) && !EMPTY_WORDS.test(line);
  return lines.find(isTelling) ?? lines.findLast((line) => line !== '') ?? 'no output';
}

/** Ubuntu names the browsers differently: its packages fetch the snap. */
function aptPackages() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !findOnPath(['apt-get'])) return;
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const ids = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)/gm)].flatMap((m) => m[1]?.split(' '));
  if (ids.includes('ubuntu')) return { chrome: 'chromium-browser', firefox: 'firefox' };
  return ids.includes('debian') ? { chrome: 'chromium', firefox: 'firefox-esr' } : undefined;
}

/** @param {string[]} packages */
async function aptInstall(packages) {
  console.log(`Installing ${packages.join(', ')} with apt-get (a minute or two) ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another apt may be at work, as on a machine that has just been started.
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  const update = await run('apt-get', [...wait, '-q', 'update'], { env });
  const install = ['-q', 'install', '-y', '--no-install-recommends', ...packages];
  const { code, output } = await run('apt-get', [...wait, ...install], { env });
  if (code === 0) return;
  const why = reason(update.code === 0 ? output : update.output);
  throw new Failure(`apt-get could not install ${packages.join(', ')}: ${why}`);
}

const NAMES = { chrome: 'Chromium or Chrome', firefox: 'Firefox' };

/** @param {BrowserKind} kind */
function browserAdvice(kind) {
  const named = `or name one with ${BROWSER_VARIABLE[kind]}=/path/to/it`;
  if (process.platform === 'darwin') {
    const cask = kind === 'chrome' ? 'chromium' : 'firefox';
    return `No ${NAMES[kind]} was found: install it (brew install --cask ${cask}) ${named}.`;
  }
  if (process.platform === 'win32') {
    const id = kind === 'chrome' ? 'Google.Chrome' : 'Mozilla.Firefox';
    return `No ${NAMES[kind]} was found: install it (winget install ${id}) ${named}.`;
  }
  const linux = kind === 'chrome' ? 'chromium' : 'firefox (firefox-esr on Debian)';
  return `No ${NAMES[kind]} was found: install the package ${linux} ${named}.`;
}

/** @param {string} program @param {string} mac */
function toolAdvice(program, mac) {
  if (process.platform === 'darwin') return `${program} is missing: brew install ${mac}.`;
  if (process.platform === 'win32') return `${program} is missing: install it and put it on PATH.`;
  return `${program} is missing: install the package ${program} (as root: apt-get install ${program}).`;
}

/**
 * The browser's program. On Debian and Ubuntu, as root, what is missing is installed in one go,
 * with the voice for the fake microphone and, for Firefox, the sound server.
 * @param {BrowserKind} kind
 * @returns {Promise<string>}
 */
export async function ensureBrowser(kind) {
  const before = findBrowser(kind);
  const packages = aptPackages();
  if (packages) {
    const missing = [
      ...(before ? [] : [packages[kind]]),
      ...(findOnPath(['espeak-ng']) ? [] : ['espeak-ng']),
      ...(kind === 'chrome' || findOnPath(['pulseaudio']) ? [] : ['pulseaudio']),
    ];
    // With the browser at hand the rest can fail: whoever needs it asks for it by name.
    const installed = missing.length === 0 ? undefined : aptInstall(missing);
    await (before ? installed?.catch(() => {}) : installed);
  }
  const found = before ?? findBrowser(kind);
  if (!found) throw new Failure(browserAdvice(kind));
  return found;
}

/** @param {string} program @param {string} mac */
async function ensureTool(program, mac) {
  if (!findOnPath([program]) && aptPackages()) await aptInstall([program]);
  const found = findOnPath([program]);
  if (!found) throw new Failure(toolAdvice(program, mac));
  return found;
}

/** What speaks the WAV for the fake microphone. */
export const ensureSpeech = () => ensureTool('espeak-ng', 'espeak-ng');

/**
 * The sound server without which an AudioContext of Firefox stays suspended on a Linux machine
 * without a sound device; other systems bring their own.
 */
export async function ensurePulse() {
  if (process.platform === 'linux') await ensureTool('pulseaudio', 'pulseaudio');
}
