import { readFileSync } from 'node:fs';

/**
 * What a page's scripts hold after a collection that was forced: V8's heap, what the browser's own
 * objects hold for it, and the stores of buffers. Chromium only.
 * @param {import('puppeteer-core').Page} page
 */
export async function heapBytes(page) {
  const client = await page.createCDPSession();
  // What waits for a finalizer is gone only after a second one.
  for (let i = 0; i < 3; i++) await client.send('HeapProfiler.collectGarbage');
  const usage = /** @type {Record<string, number>} */ (
    /** @type {unknown} */ (await client.send('Runtime.getHeapUsage'))
  );
  await client.detach();
  const { usedSize = 0, embedderHeapUsedSize = 0, backingStorageSize = 0 } = usage;
  return usedSize + embedderHeapUsedSize + backingStorageSize;
}

/**
 * What the page's process holds for itself, for Firefox, where nobody can force a collection.
 * @param {number | null} pid
 */
export function privateBytes(pid) {
  if (pid === null) return Number.NaN;
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Private_Dirty:\s*(\d+)/m.exec(text)?.[1]) * 1024;
}
