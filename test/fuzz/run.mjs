import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { describeHost } from '../bench/machine.mjs';
import { bridgeCode } from './bridge-code.mjs';
import { documentOf } from './document.mjs';

const HELP = `Usage: npm run fuzz [-- options]

Plays a million cases of what a page may say, prints a table and writes it to docs/FUZZ.md.

  --cases N      as many cases together (1000000)
  --seed N       draws the same cases again (drawn from the time if not given, and printed)
  --only ID,...  some properties alone
  --threads N    2 if not given
  --out FILE     where the table goes; with --cases, --only or --seed nowhere if not given`;

/** Cases of one seed: few enough to see it go on. */
const CHUNK = 5000;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** All properties as one file that Node runs as it is. @param {string} dir */
async function bundleInto(dir) {
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: join(ROOT, 'test/fuzz/all.ts'),
      outDir: dir,
      emptyOutDir: false,
      minify: false,
      rollupOptions: { output: { entryFileNames: 'all.mjs' } },
    },
  });
  return pathToFileURL(join(dir, 'all.mjs')).href;
}

const { values } = parseArgs({
  options: {
    cases: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
    threads: { type: 'string', default: '2' },
    out: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

async function fuzz() {
  const cases = Number(values.cases ?? 1_000_000);
  const seed = Number(values.seed ?? Date.now() % 2 ** 31);
  const threads = Number(values.threads);
  const partial = Boolean(values.cases || values.seed || values.only);
  const out = values.out ?? (partial ? null : join(ROOT, 'docs/FUZZ.md'));
  // Inside the project: what the bundle imports is found there.
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const dir = mkdtempSync(join(ROOT, 'dist/fuzz-'));
  const since = performance.now();
  try {
    const workerData = { bundle: await bundleInto(dir), bridgeCode: await bridgeCode() };
    const rows = await play({ cases, seed, threads, workerData });
    const seconds = (performance.now() - since) / 1000;
    const text = documentOf(rows, { seed, seconds, threads }, describeHost());
    console.log(text);
    for (const { failures } of rows) for (const failure of failures) console.error(failure);
    if (out) writeFileSync(out, text);
    return rows.every(({ failures }) => failures.length === 0);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/**
 * @param {{ cases: number, seed: number, threads: number, workerData: import('./worker.mjs').Given }} given
 * @returns {Promise<import('./document.mjs').Row[]>}
 */
async function play({ cases, seed, threads, workerData }) {
  const only = values.only?.split(',');
  /** @type {import('./document.mjs').Row[]} */
  const rows = [];
  /** @type {import('./worker.mjs').Order[]} */
  const orders = [];
  let planned = false;
  const plan = (/** @type {import('./property').Fuzzed[]} */ properties) => {
    if (planned) return;
    planned = true;
    const meant = properties.filter(({ id }) => only?.includes(id) ?? true);
    const shares = meant.reduce((sum, { share }) => sum + share, 0);
    for (const { id, what, share } of meant) {
      rows.push({ id, what, cases: 0, seconds: 0, failures: [] });
      let left = Math.ceil((cases * share) / shares);
      for (let n = 0; left > 0; n++, left -= CHUNK)
        orders.push({ id, cases: Math.min(CHUNK, left), seed: seed + n });
    }
  };
  const work = () =>
    new Promise((done, failed) => {
      const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData });
      let began = 0;
      const next = () => {
        const order = orders.shift();
        began = performance.now();
        if (order) worker.postMessage(order);
        else void worker.terminate().then(done);
      };
      worker.on('error', failed);
      worker.on('message', (/** @type {any} */ told) => {
        if (Array.isArray(told)) plan(told);
        else {
          const row = rows.find(({ id }) => id === told.id);
          if (row) {
            row.cases += told.cases;
            row.seconds += (performance.now() - began) / 1000;
            if (told.failure) row.failures.push(`${told.id}, seed ${told.seed}: ${told.failure}`);
          }
        }
        next();
      });
    });
  await Promise.all(Array.from({ length: threads }, work));
  return rows;
}

if (values.help) console.log(HELP);
else process.exitCode = (await fuzz()) ? 0 : 1;
