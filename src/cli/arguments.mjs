import { parseArgs } from 'node:util';
import { Failure } from './failure.mjs';
import { shorten, shownUrl } from './plain-text.mjs';

export const HELP = `Usage: npm start [-- URL] [-- options]

Opens a browser with Whylag in it on URL, and says why the page is slow. Without a URL it opens
the lab's own voice page, which misbehaves on purpose.

  --headless           no window: observe, print the findings, write them to reports/
                       (so, too, where there is no display)
  --seconds N          how long to observe without a window (default 20)
  --browser NAME       chrome (the default; any Chromium) or firefox
  --help               this text

WHYLAG_CHROMIUM and WHYLAG_FIREFOX name a browser's program that is not found by itself.`;

/**
 * @typedef {object} StartArguments
 * @property {string | undefined} url
 * @property {boolean} headless
 * @property {number} seconds
 * @property {import('./find-browser.mjs').BrowserKind} browser
 * @property {boolean} help
 */

const A_DAY_S = 86_400;

/** @param {string} text */
function pageUrl(text) {
  // `localhost:3000` would parse as a URL of the scheme `localhost`.
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Failure(`"${shorten(shownUrl(text), 100)}" is not the http(s) URL of a page.`);
  }
  return url.href;
}

/** @param {string} text */
function wholeSeconds(text) {
  const seconds = /^\d+$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= A_DAY_S) return seconds;
  throw new Failure(`--seconds needs a whole number from 1 to ${A_DAY_S}, not "${text}".`);
}

/** @param {string} name */
function browserKind(name) {
  if (name === 'chrome' || name === 'firefox') return name;
  if (name === 'chromium') return 'chrome';
  throw new Failure(`--browser is chrome or firefox, not "${name}".`);
}

/**
 * @param {string[]} argv
 * @returns {StartArguments}
 */
export function parseStartArguments(argv) {
  const { values, positionals } = parseStrictly(argv);
  if (positionals.length > 1) {
    throw new Failure(`One URL at a time; there are ${positionals.length}.`);
  }
  const [url] = positionals;
  return {
    url: url === undefined ? undefined : pageUrl(url),
    headless: values.headless,
    seconds: wholeSeconds(values.seconds),
    browser: browserKind(values.browser),
    help: values.help,
  };
}

/**
 * `--seconds -1` as `--seconds=-1`: Node calls the former ambiguous, and the person would not learn
 * what is wrong with the number.
 * @param {string[]} args
 */
function withNegativeValues(args) {
  const at = args.findIndex((arg, i) => arg === '--seconds' && /^-\d/.test(args[i + 1] ?? ''));
  if (at < 0) return args;
  return [...args.slice(0, at), `--seconds=${args[at + 1]}`, ...args.slice(at + 2)];
}

/** @param {string[]} args */
function parseStrictly(args) {
  try {
    return parseArgs({
      args: withNegativeValues(args),
      allowPositionals: true,
      options: {
        headless: { type: 'boolean', default: false },
        seconds: { type: 'string', default: '20' },
        browser: { type: 'string', default: 'chrome' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    // Node's own text ends with advice on how to write a positional that begins with a dash.
    const [message] = String(error instanceof Error ? error.message : error).split('. ');
    throw new Failure(`${message}; npm start -- --help lists the options.`);
  }
}
