import { readFile } from 'node:fs/promises';
import { beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { pythonJson } from './python-json.mjs';
import { type Lab, startLab } from './server.mjs';
import { clip, speechWav } from './speech.mjs';
import { decodeWav } from './wav.mjs';

let lab: Lab;

beforeAll(async () => {
  lab = await startLab();
  return () => lab.close();
}, 120_000);

async function talk(query = '') {
  const socket = new WebSocket(`${lab.wsOrigin}/client-ws${query}`);
  const frames: string[] = [];
  socket.on('message', (data) => frames.push(data.toString()));
  await new Promise((resolve) => socket.on('open', resolve));
  const types = () => frames.map((frame) => JSON.parse(frame).text ?? JSON.parse(frame).type);
  const send = (message: unknown) => socket.send(JSON.stringify(message));
  await vi.waitFor(() => expect(types()).toContain('start-mic'));
  return { socket, frames, types, send };
}

it('writes JSON as Python does', () => {
  expect(pythonJson({ type: 'audio', audio: null, volumes: [0.5, 1], text: 'süß"' })).toBe(
    '{"type": "audio", "audio": null, "volumes": [0.5, 1], "text": "s\\u00fc\\u00df\\""}',
  );
});

it('holds a turn, and waits for the page to have played it', async () => {
  const { socket, frames, types, send } = await talk();
  frames.length = 0;
  send({ type: 'text-input', text: 'hello', images: [] });
  await vi.waitFor(
    () => expect(types().filter((type) => type === 'backend-synth-complete')).toHaveLength(2),
    5000,
  );
  expect(types()).toEqual([
    'conversation-chain-start',
    'Thinking...',
    'audio',
    'audio',
    'backend-synth-complete',
    'backend-synth-complete',
  ]);
  expect(frames[2]?.startsWith('{"type": "audio", "audio": "UklGR')).toBe(true);
  send({ type: 'frontend-playback-complete' });
  await vi.waitFor(() =>
    expect(types().slice(6)).toEqual(['force-new-message', 'conversation-chain-end']),
  );
  socket.terminate();
});

it('does not end a turn that was interrupted', async () => {
  const { socket, frames, types, send } = await talk('?mode=slow&delayMs=200');
  frames.length = 0;
  send({ type: 'text-input', text: 'hello', images: [] });
  send({ type: 'interrupt-signal', text: '' });
  send({ type: 'heartbeat' });
  await vi.waitFor(() => expect(frames.at(-1)).toBe('{"type":"heartbeat-ack"}'));
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(types()).toEqual(['conversation-chain-start', 'Thinking...', 'heartbeat-ack']);
  socket.terminate();
});

it('talks for ever when told to, faster than real time', async () => {
  const { socket, types, send } = await talk('?mode=backlog&everyMs=50');
  send({ type: 'ai-speak-signal' });
  const audio = () => types().filter((type) => type === 'audio').length;
  await vi.waitFor(() => expect(audio()).toBeGreaterThan(10), 5000);
  socket.terminate();
});

it('speaks', async () => {
  const microphone = decodeWav(await readFile(await speechWav()));
  expect(microphone.rate).toBe(48_000);
  expect(microphone.samples.length / microphone.rate).toBeGreaterThan(15);
  const { rate, samples } = decodeWav(await clip('Take a hat with you.'));
  expect(rate).toBe(16_000);
  expect(samples.length / rate).toBeGreaterThan(0.8);
  expect(Math.max(...samples)).toBeGreaterThan(5000);
});
