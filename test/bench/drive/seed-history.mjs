/**
 * Fills the extension's history with tabs of earlier days, from a page of the extension: written as the background
 * writes it (`src/core/history`), so that what reads it does not know the difference. Gives how many samples it holds.
 *
 * @param {import('../../../src/cli/launch.mjs').Session} session
 * @param {{ records: number, samples: number }} size `samples` are those of each record
 * @returns {Promise<number>}
 */
export const seedHistory = (session, size) =>
  session.evaluateInExtension(async ({ records, samples }) => {
    const MINUTE = 60_000;
    const CHUNK = 60;
    const DAY = 1440 * MINUTE;
    const FIELDS = [
      'at',
      'openSockets',
      'attempts',
      'audioBacklogMs',
      'audioPlaying',
      'liveVads',
      'runningAudioContexts',
      'microphoneTracks',
      'blockedMs',
      'usedBytes',
    ];
    /** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await done(indexedDB.open('history'));
    const now = Date.now();
    let written = 0;
    for (let record = 0; record < records; record++) {
      const origin = `https://${record % 50}.example`;
      const begun = now - 6 * DAY + Math.floor((record / records) * DAY);
      const tx = db.transaction(['records', 'states', 'chunks'], 'readwrite');
      const committed = new Promise((resolve, reject) => {
        tx.oncomplete = resolve;
        tx.onabort = () => reject(tx.error);
      });
      const row = {
        run: 'seeded',
        tabId: record,
        url: `${origin}/room/${record}`,
        origin,
        title: `Room ${record}`,
        origins: [origin],
        frames: [],
        firstAt: begun,
        lastAt: begun + samples * MINUTE,
        open: 0,
        findings: ['reconnect-storm'],
        bytes: 0,
      };
      const n = await done(tx.objectStore('records').add(row));
      let bytes = 0;
      for (let first = 0; first < samples; first += CHUNK) {
        const from = begun + first * MINUTE;
        const count = Math.min(CHUNK, samples - first);
        const rows = Array.from({ length: count }, (_, i) => [
          i * MINUTE,
          1 + (i % 3),
          first + i,
          i % 7 ? 120 + i : null,
          i % 2,
          1,
          1,
          1,
          i % 40,
          41_000_000 + i * 4096,
        ]);
        const text = JSON.stringify({ from, fields: FIELDS, rows });
        const until = from + (count - 1) * MINUTE;
        tx.objectStore('chunks').put({ n, from, until, step: MINUTE, text });
        bytes += text.length;
        written += count;
      }
      const text = JSON.stringify({ tabId: record, title: 'x'.repeat(4000) });
      tx.objectStore('states').put({ n, at: row.lastAt, bytes, text, samples: '' });
      tx.objectStore('records').put({ ...row, n, bytes: bytes + text.length });
      await committed;
    }
    db.close();
    return written;
  }, size);
