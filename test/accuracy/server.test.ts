import { once } from 'node:events';
import { connect } from 'node:http2';
import { expect, test } from 'vitest';
import { HEALTHY } from '../lab/behaviour.mjs';
import type { Script } from '../lab/peers.mjs';
import { hlsAnswer } from './server/hls.mjs';
import { startHttp2 } from './server/http2.mjs';
import { deaf, realtime, vtuber } from './server/scripts.mjs';

/** A socket's server side, and what it was told to say. */
const peerOf = () => {
  const said: { type: string; at: number }[] = [];
  const gone = new AbortController();
  let reads = true;
  const peer = {
    behaviour: () => HEALTHY,
    send: (data: string | Buffer) =>
      void said.push({ type: JSON.parse(String(data)).type, at: Date.now() }),
    gone: gone.signal,
    stopReading: () => {
      reads = false;
    },
  };
  const begin = (script: Script) => {
    const hear = script(peer);
    return (message: object) => hear(Buffer.from(JSON.stringify(message)), false);
  };
  return { said, begin, leave: () => gone.abort(), reads: () => reads };
};

const heard = async (said: readonly { type: string }[], type: string, times = 1) =>
  expect.poll(() => said.filter((one) => one.type === type).length).toBe(times);

const list = (path: string) => String(hlsAnswer(new URL(`http://lab/accuracy/hls/${path}`)).body);

test('a reply’s list grows while it is made, a piece is whole from the start', () => {
  const long = Date.now() - 4100;
  const count = (text: string) => text.match(/#EXTINF/g)?.length;
  expect(count(list(`reply.m3u8?since=${Date.now()}&everyMs=1000`))).toBe(2);
  expect(count(list(`reply.m3u8?since=${long}&everyMs=1000`))).toBe(6);
  expect(list(`reply.m3u8?since=${long}&everyMs=1000`)).not.toContain('ENDLIST');
  expect(list('piece.m3u8')).toContain('ENDLIST');
  const { body, type } = hlsAnswer(new URL('http://lab/accuracy/hls/3.mp3'));
  expect([type, body.length % 96, (body as Buffer).readUInt16BE(96)]).toEqual([
    'audio/mpeg',
    0,
    0xfffb,
  ]);
});

test('OpenAI’s answers come after their own delays, and one may have no end', async () => {
  const { said, begin, leave } = peerOf();
  const ask = begin(realtime({ delays: [0, 200], deltas: 2, everyMs: 1, ends: (n) => n < 1 }));
  expect(said.map(({ type }) => type)).toEqual(['session.created']);
  ask({ type: 'conversation.item.create' });
  ask({ type: 'response.create' });
  await heard(said, 'response.done');
  const before = Date.now();
  ask({ type: 'response.create' });
  await heard(said, 'response.output_audio.delta', 4);
  expect(
    (said.findLast(({ type }) => type === 'response.output_item.added')?.at ?? 0) - before,
  ).toBeGreaterThanOrEqual(199);
  expect(said.filter(({ type }) => type === 'response.done')).toHaveLength(1);
  leave();
});

test('Open-LLM-VTuber’s first answer of each turn waits as long as that turn has to', async () => {
  const { said, begin, leave } = peerOf();
  const ask = begin(vtuber([0, 300]));
  const firstAfter = async () => {
    const from = said.length;
    const began = Date.now();
    ask({ type: 'text-input', text: 'a question' });
    await expect.poll(() => said.slice(from).some(({ type }) => type === 'audio')).toBe(true);
    ask({ type: 'frontend-playback-complete' });
    return (said.slice(from).find(({ type }) => type === 'audio')?.at ?? 0) - began;
  };
  await firstAfter();
  expect(await firstAfter()).toBeGreaterThanOrEqual(299);
  leave();
});

test('a deaf server stops reading at once', () => {
  const { begin, reads } = peerOf();
  begin(deaf);
  expect(reads()).toBe(false);
});

test('streams over HTTP/2 share one connection, with a certificate of this run', async () => {
  const { origin, close } = await startHttp2();
  const client = connect(origin, { rejectUnauthorized: false });
  const streams = Array.from({ length: 7 }, (_, n) => client.request({ ':path': `/sse/${n}` }));
  const first = await Promise.all(
    streams.map(async (stream) => {
      const [headers] = await once(stream, 'response');
      const [data] = await once(stream, 'data');
      return [headers['content-type'], String(data)];
    }),
  );
  expect(first).toEqual(Array(7).fill(['text/event-stream', 'data: 0\n\n']));
  client.destroy();
  await close();
});
