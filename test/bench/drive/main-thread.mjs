import { readdirSync, readFileSync } from 'node:fs';

/*
 * How long a page's main thread has really run, in nanoseconds, from the kernel's own accounts. Time
 * in which another program had the core is not in it, so a busy machine spoils it much less than a
 * clock. Linux only; elsewhere these rows stay empty.
 */

/** @param {string} file */
const textOf = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** A process's leader is its main thread, in Chromium as in Firefox. @param {number} pid */
export const cpuNs = (pid) => Number(textOf(`/proc/${pid}/task/${pid}/schedstat`).split(' ')[0]);

/** How often that thread went to sleep by itself: each is a wake-up that was done with. @param {number} pid */
export const sleeps = (pid) =>
  Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(textOf(`/proc/${pid}/task/${pid}/status`))?.[1]);

/** @param {number} pid */
const threadsOf = (pid) => {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
};

/** @param {number} root */
function descendants(root) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    // The name in parentheses may hold anything; the parent is the second field after it.
    const parent = Number(textOf(`/proc/${name}/stat`).split(') ').at(-1)?.split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [root];
  for (let i = 0; i < found.length; i++) found.push(...(children.get(found[i] ?? 0) ?? []));
  return found;
}

/**
 * How long all threads of all processes of the browser whose command line has this in it have really run.
 * @param {number} root the browser @param {string} mark
 */
export const cpuOfProcessesNs = (root, mark) =>
  descendants(root)
    .filter((pid) => textOf(`/proc/${pid}/cmdline`).includes(mark))
    .flatMap((pid) =>
      threadsOf(pid).map((thread) =>
        Number(textOf(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]),
      ),
    )
    .reduce((sum, ns) => sum + ns, 0);

const BUSY_MS = 300;
/** Others may want the core, but the busy page stands out: more than so much, and than the next. */
const BUSY_NS = 10e6;
const TIMES = 3;
const TRIES = 20;

/**
 * The process that a page runs in: the one that works when the page is kept busy.
 * @param {import('puppeteer-core').Page} page
 * @returns {Promise<number | null>}
 */
export async function processOf(page) {
  const root = page.browser().process()?.pid;
  if (process.platform !== 'linux' || root === undefined) return null;
  for (let i = 0; i < TRIES; i++) {
    const before = new Map(descendants(root).map((pid) => [pid, cpuNs(pid)]));
    await page.evaluate((ms) => {
      const end = performance.now() + ms;
      while (performance.now() < end);
    }, BUSY_MS);
    const [most, next] = descendants(root)
      .map((pid) => ({ pid, ns: cpuNs(pid) - (before.get(pid) ?? 0) }))
      .sort((a, b) => b.ns - a.ns);
    if (most && most.ns > BUSY_NS && most.ns > TIMES * (next?.ns ?? 0)) return most.pid;
  }
  throw new Error('the process of the page cannot be told');
}
