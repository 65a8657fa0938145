/**
 * Everything that a developer sees in the console of a page: its own words, uncaught errors, and what
 * the browser says. Words and places are facts of their own.
 *
 * @typedef {{ text: string, place: string }} Said
 */

/** The random part of a blob's address and of a nameless origin. */
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** @param {string | undefined} url @param {number | undefined} line */
const placeOf = (url, line) => `${url ?? ''}:${line ?? ''}`;

/** @param {import('puppeteer-core').Page} page @param {Said[]} heard */
async function listenToChromium(page, heard) {
  const client = await page.createCDPSession();
  client.on('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
    const frame = stackTrace?.callFrames[0];
    const text = args.map((arg) => String(arg.value ?? arg.description)).join(' ');
    heard.push({ text: `${type}: ${text}`, place: placeOf(frame?.url, frame?.lineNumber) });
  });
  client.on(
    'Runtime.exceptionThrown',
    ({ exceptionDetails: { text, exception, url, lineNumber } }) => {
      // The description is the stack: that is compared by the page itself.
      const [first = ''] = (exception?.description ?? '').split('\n');
      heard.push({ text: `${text}: ${first}`, place: placeOf(url, lineNumber) });
    },
  );
  client.on('Log.entryAdded', ({ entry: { source, level, text, url, lineNumber } }) => {
    heard.push({ text: `${source} ${level}: ${text}`, place: placeOf(url, lineNumber) });
  });
  await client.send('Runtime.enable');
  await client.send('Log.enable');
}

/** @param {import('puppeteer-core').Page} page @param {Said[]} heard */
function listenToFirefox(page, heard) {
  page.on('console', (message) => {
    const { url, lineNumber } = message.location();
    heard.push({ text: `${message.type()}: ${message.text()}`, place: placeOf(url, lineNumber) });
  });
  page.on('pageerror', (error) => {
    heard.push({ text: `uncaught: ${error instanceof Error ? error.message : error}`, place: '' });
  });
}

/**
 * Firefox says so or not, by how far a socket has come when its page closes it. (What a policy forbids of
 * sockets is compared by its events, which are never late.)
 */
const BY_CHANCE =
  /^uncaught: (The connection to \S+ was interrupted while the page was loading|Content-Security-Policy: .*\(connect-src\) at ws:)/;

/**
 * A text, and the places that said it. How often a browser tells of a connection depends on time:
 * only that it does is a fact.
 * @param {Said[]} heard
 */
function factsOf(heard) {
  /** @type {Record<string, string>} */
  const facts = {};
  const told = heard.map(({ text, place }) => ({ text: text.replace(UUID, 'uuid'), place }));
  for (const text of new Set(told.map((said) => said.text))) {
    if (BY_CHANCE.test(text)) continue;
    const places = told.filter((said) => said.text === text).map(({ place }) => place);
    const counted = /connect|network/i.test(text) ? '' : `${places.length} times `;
    facts[`console: ${text}`] = counted + [...new Set(places)].toSorted().join(' ');
  }
  return facts;
}

/**
 * Begins to listen; what comes back gives what was heard as facts.
 * @param {import('puppeteer-core').Page} page
 * @returns {Promise<() => Promise<Record<string, string>>>}
 */
export async function listenToConsole(page) {
  /** @type {Said[]} */
  const heard = [];
  if ('createCDPSession' in page && !(await page.browser().version()).startsWith('firefox')) {
    await listenToChromium(page, heard);
  } else listenToFirefox(page, heard);
  return async () => {
    // What was said before this round trip has been told by now.
    await page.evaluate('0');
    return factsOf(heard);
  };
}
