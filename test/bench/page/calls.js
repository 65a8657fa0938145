/*
 * Runs in the page: what one call costs, in nanoseconds. Only the loop that calls is under the clock;
 * what it needs is made before, what it leaves is taken away after. A batch is small enough that the
 * browser's own queues (a socket's pipe, a context's graph) are as empty as in a real page, so one is
 * too short for the clock: the middle half of many is averaged.
 */

/**
 * @template T
 * @typedef {object} Call
 * @property {number} batch calls under the clock at once
 * @property {(server: string) => Promise<T>} setUp once
 * @property {(tools: T, n: number) => unknown[] | Promise<unknown[]>} [before] what each call of a batch takes
 * @property {(tools: T, one: any) => unknown} call
 * @property {(tools: T, results: any[], prepared: any[]) => Promise<void> | void} [after]
 */

/** @param {EventTarget} target @param {string} type */
const when = (target, type) =>
  new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
const pause = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {string} url */
const openSocket = async (url) => {
  const socket = new WebSocket(url);
  await when(socket, 'open');
  return socket;
};

/** @param {WebSocket} socket */
const drained = async (socket) => {
  while (socket.bufferedAmount > 0) await pause();
  await pause();
};

/** @param {string | ArrayBuffer} data @param {number} batch @returns {Call<WebSocket>} */
const sending = (data, batch) => ({
  batch,
  setUp: (server) => openSocket(`${server}/sink`),
  call: (socket) => socket.send(data),
  after: drained,
});

const PROCESSOR = `registerProcessor('bench', class extends AudioWorkletProcessor { process() { return false; } });`;

/** Closed and made anew after each batch: thousands of nodes in one context cost more from call to call. */
class Sound {
  context = new AudioContext();
  buffer = new AudioBuffer({ length: 480, sampleRate: 48_000 });
  async renew() {
    await this.context.close();
    this.context = new AudioContext();
  }
}

/** @param {Sound} sound @param {number} n */
const pieces = (sound, n) =>
  Array.from({ length: n }, (_, i) => {
    const source = new AudioBufferSourceNode(sound.context, { buffer: sound.buffer });
    source.connect(sound.context.destination);
    return { source, when: sound.context.currentTime + i * 0.01 };
  });

/** @type {Record<string, Call<any>>} */
const CALLS = {
  'send 200 B text': sending('{"type":"heartbeat","n":1}'.padEnd(200, ' '), 100),
  'send 4 KB text': sending('{"type":"mic-audio-data","audio":['.padEnd(4096, '0'), 10),
  'send 4 KB binary': sending(new ArrayBuffer(4096), 10),
  start: {
    batch: 50,
    setUp: async () => new Sound(),
    before: pieces,
    call: (_, { source, when }) => source.start(when),
    after: (sound) => sound.renew(),
  },
  'play a piece': {
    batch: 50,
    setUp: async () => new Sound(),
    call: (/** @type {Sound} */ { context, buffer }) => {
      const source = context.createBufferSource();
      source.buffer = buffer;
      source.connect(context.destination);
      source.start(context.currentTime + 0.05);
      return source;
    },
    after: (sound) => sound.renew(),
  },
  'new AudioWorkletNode': {
    batch: 20,
    setUp: async () => {
      const sound = new Sound();
      const module = URL.createObjectURL(new Blob([PROCESSOR], { type: 'text/javascript' }));
      const load = () => sound.context.audioWorklet.addModule(module);
      await load();
      return { sound, load };
    },
    call: ({ sound }) => new AudioWorkletNode(sound.context, 'bench'),
    after: async ({ sound, load }) => {
      await sound.renew();
      await load();
    },
  },
  'new AudioContext': {
    batch: 2,
    setUp: async () => null,
    call: () => new AudioContext(),
    after: async (_, contexts) => {
      await Promise.all(contexts.map((/** @type {AudioContext} */ context) => context.close()));
    },
  },
  'new WebSocket': {
    batch: 5,
    setUp: async (server) => `${server}/sink`,
    call: (url) => new WebSocket(url),
    after: async (_, sockets) => {
      await Promise.all(sockets.map((/** @type {WebSocket} */ one) => when(one, 'open')));
      for (const one of sockets) one.close();
      await Promise.all(sockets.map((/** @type {WebSocket} */ one) => when(one, 'close')));
    },
  },
  'new Audio': {
    batch: 20,
    setUp: async () => 'data:audio/wav;base64,UklGRg==',
    call: (url) => new Audio(url),
    after: (_, elements) => {
      for (const one of elements) one.removeAttribute('src');
      return pause();
    },
  },
  'URL.createObjectURL': {
    batch: 50,
    setUp: async () => new Blob(['x']),
    call: (blob) => URL.createObjectURL(blob),
    after: (_, urls) => {
      for (const url of urls) URL.revokeObjectURL(url);
    },
  },
};

export const names = Object.keys(CALLS);

/** What interrupts a loop only ever lengthens it. @param {number[]} values */
const fasterHalf = (values) => {
  const sorted = [...values].sort((a, b) => a - b).slice(0, (values.length + 1) >> 1);
  return sorted.reduce((sum, one) => sum + one, 0) / sorted.length;
};

/** @type {Map<string, unknown>} */
const tools = new Map();

/**
 * @param {string} name
 * @param {string} server
 * @param {number} batches
 * @returns {Promise<number>} nanoseconds of one call
 */
export async function measureCall(name, server, batches) {
  const { batch, setUp, before, call, after } = /** @type {Call<any>} */ (CALLS[name]);
  if (!tools.has(name)) tools.set(name, await setUp(server));
  const mine = tools.get(name);
  const times = [];
  for (let i = 0; i < batches; i++) {
    const prepared = (await before?.(mine, batch)) ?? [];
    const results = [];
    const start = performance.now();
    for (let k = 0; k < batch; k++) results.push(call(mine, prepared[k]));
    times.push(((performance.now() - start) / batch) * 1e6);
    await after?.(mine, results, prepared);
  }
  return fasterHalf(times);
}
