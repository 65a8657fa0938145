import { describe, expect, test } from 'vitest';
import { activeIn, BROWSERS, until, useBench } from './support';

/*
 * The main job on the guide's own kind of page: the real vad-web with its real model, the fake
 * microphone, a real WebSocket server, judged against that server's own count.
 */
describe.each(BROWSERS)('the voice page in %s', (kind) => {
  const bench = useBench(kind);
  const { open, report, reportWhen } = bench;

  test('a healthy page: one detector is counted as one, nothing is found, counts are the server’s', async () => {
    const page = await open('/voice.html');
    await until(
      'the page is ready',
      () => page.evaluate('window.lab.ready.then(() => true)') as Promise<boolean>,
      60_000,
    );
    const seen = await reportWhen('one detector', page, (r) => r.resources.vad.live === 1);
    expect(seen.resources.vad).toEqual({ created: 1, live: 1, byState: { live: 1 } });
    expect(seen.resources.microphoneTrack.live).toBe(1);
    expect(seen.resources.audioContext.live).toBe(1);
    await until(
      'the server has answered',
      async () => bench.lab.counts('/client-ws').messagesOut > 4,
    );
    // Page and server talk on: asked until both have counted the same messages.
    const [counted, truth] = await until('page and server agree', async () => {
      const before = bench.lab.counts('/client-ws');
      const { endpoints } = await report(page);
      const after = bench.lab.counts('/client-ws');
      const row = endpoints.find((e) => e.url.endsWith('/client-ws'));
      const settled =
        before.messagesIn === after.messagesIn && before.messagesOut === after.messagesOut;
      return (
        row &&
        settled &&
        row.messagesIn === after.messagesOut &&
        row.messagesOut === after.messagesIn &&
        ([row, after] as const)
      );
    });
    expect(counted).toMatchObject({
      attempts: truth.handshakes,
      opened: truth.handshakes,
      live: truth.open,
      failed: 0,
      unattributed: 0,
    });
    expect([counted.bytesIn, counted.bytesOut]).toEqual([truth.bytesOut, truth.bytesIn]);
    expect(activeIn(await report(page))).toEqual([]);

    await page.evaluate('window.lab.toggleMic()');
    await page.evaluate('window.lab.toggleMic()');
    expect((await report(page)).resources.vad.live).toBe(1);
    await page.evaluate('window.lab.destroyVad()');
    const after = await reportWhen('the detector is gone', page, (r) => r.resources.vad.live === 0);
    expect(after.resources.vad.created).toBeGreaterThanOrEqual(1);
    expect(after.resources.microphoneTrack.live).toBe(0);
    await page.close();
  });

  test('three tabs of it are an accumulation, in each of the three, and none when two are closed', async () => {
    const pages = [await open('/voice.html'), await open('/voice.html'), await open('/voice.html')];
    for (const page of pages) {
      const seen = await reportWhen(
        'accumulation',
        page,
        (r) => activeIn(r).includes('tab-accumulation'),
        60_000,
      );
      expect(activeIn(seen)).toEqual(['tab-accumulation']);
    }
    const [first, ...others] = pages as [(typeof pages)[0], ...typeof pages];
    const three = await reportWhen(
      'all three',
      first,
      (r) => r.findings[0]?.evidence.tabsWithVoice === 3,
      60_000,
    );
    expect(three.symptom).toBe('cumulative');
    for (const page of others) await page.close();
    const over = await reportWhen('the end of it', first, (r) => activeIn(r).length === 0);
    expect(over.findings[0]?.until).toBeGreaterThan(over.findings[0]?.since ?? 0);
    await first.close();
  });

  test('a reconnect loop is found within 5 s of its start, and is history when it stops', async () => {
    bench.lab.reset();
    const page = await open('/voice.html?vad=off');
    await reportWhen('a healthy connection', page, (r) => r.resources.webSocket.byState.open === 1);
    expect(activeIn(await report(page))).toEqual([]);
    await page.goto(`${bench.lab.origin}/voice.html?fault=storm&vad=off`, {
      waitUntil: 'domcontentloaded',
    });
    const seen = await reportWhen('the storm', page, (r) =>
      activeIn(r).includes('reconnect-storm'),
    );
    const storm = seen.findings.find((f) => f.id === 'reconnect-storm');
    expect(
      (storm?.since ?? 0) -
        (storm?.evidence.runningForMs === undefined
          ? 0
          : seen.generatedAt - Number(storm.evidence.runningForMs)),
    ).toBeLessThanOrEqual(5000);
    expect(storm?.sites[0]?.stack).toContain('voice');
    expect(storm?.advice.length).toBeGreaterThan(0);
    expect(JSON.stringify(seen)).not.toContain('fault=storm');
    await page.goto(`${bench.lab.origin}/pages/plain.html`);
    const over = await reportWhen('the end of it', page, (r) => activeIn(r).length === 0);
    expect(over.findings[0]).toMatchObject({ id: 'reconnect-storm' });
    await page.close();
  });

  test('queued speech is counted, and found when it keeps growing', async () => {
    bench.lab.reset();
    const page = await open('/voice.html?fault=backlog');
    const seen = await reportWhen(
      'the backlog',
      page,
      (r) => activeIn(r).includes('audio-queue-backlog'),
      60_000,
    );
    expect(seen.audioQueue.pending).toBeGreaterThan(3);
    expect(seen.audioQueue.backlogMs).toBeGreaterThan(2000);
    expect(seen.audioQueue.backlogTrendMsPerS).toBeGreaterThan(0);
    await page.close();
  });
});
