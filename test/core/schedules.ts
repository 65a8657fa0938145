/*
 * How clients wait between two tries: what reconnect code in the field does, as its libraries have it or
 * as its textbooks teach it. Each makes the waits of one client, given the number of tries that have
 * failed so far (0 for the first wait) and a generator for what it draws.
 */

export type Schedule = (random: () => number) => (failures: number) => number;

const exponential =
  (first: number, cap: number, factor = 2): Schedule =>
  () =>
  (n) =>
    Math.min(cap, first * factor ** n);
/** AWS, "Exponential Backoff And Jitter": anything up to the exponential wait. */
const full =
  (first: number, cap: number): Schedule =>
  (random) =>
  (n) =>
    random() * Math.min(cap, first * 2 ** n);
/** … half of it for certain, the other half drawn. */
const equal =
  (first: number, cap: number): Schedule =>
  (random) =>
  (n) =>
    (0.5 + 0.5 * random()) * Math.min(cap, first * 2 ** n);
/** … anything between the base and three times the last wait. */
const decorrelated =
  (base: number, cap: number): Schedule =>
  (random) => {
    let last = base;
    return () => {
      last = Math.min(cap, base + random() * (3 * last - base));
      return last;
    };
  };
const linear =
  (step: number, cap: number): Schedule =>
  () =>
  (n) =>
    Math.min(cap, step * (n + 1));
const table =
  (waits: readonly number[], rest: number): Schedule =>
  () =>
  (n) =>
    waits[n] ?? rest;
/** reconnecting-websocket and partysocket: a first wait of 1 to 5 s, a third more each time. */
const thirdMore: Schedule = (random) => {
  const first = 1000 + 4000 * random();
  return (n) => Math.min(10_000, first * 1.3 ** n);
};

/** Those that back off. */
export const BACKING_OFF: readonly [name: string, schedule: Schedule][] = [
  ['reconnecting-websocket', thirdMore],
  ['partysocket', thirdMore],
  [
    'socket.io-client',
    (random) => (n) => {
      const ms = 1000 * 2 ** n;
      const drawn = random();
      const by = Math.floor(drawn * 0.5 * ms);
      return Math.min(5000, Math.floor(drawn * 10) % 2 === 0 ? ms - by : ms + by);
    },
  ],
  ['Phoenix', table([10, 50, 100, 150, 200, 250, 500, 1000, 2000], 5000)],
  ['SignalR', table([0, 2000, 10_000], 30_000)],
  [
    'ActionCable',
    (random) => (n) => 6000 * 1.15 ** Math.min(n, 10) * (1 + (n ? 0.15 : 1) * random()),
  ],
  ['graphql-ws', (random) => (n) => 1000 * 2 ** n + Math.floor(300 + random() * 2700)],
  ['Pusher', (_random) => (n) => Math.min(10_000, 1000 * n)],
  ['Centrifuge', full(500, 20_000)],
  ['Firebase', (random) => (n) => Math.min(30_000, 1000 * 1.3 ** n) * (0.5 + 0.5 * random())],
  ['Nchan', (random) => (n) => Math.min(8000, 500 * 1.61 ** n) * (0.75 + 0.5 * random())],
  ['doubled from 1 s, up to 30 s', exponential(1000, 30_000)],
  [
    'doubled from 1 s, up to 30 s, and a random second',
    (random) => (n) => Math.min(30_000, 1000 * 2 ** n) + 1000 * random(),
  ],
  ['doubled from 100 ms', exponential(100, 30_000)],
  ['doubled from 100 ms, up to 2 s', exponential(100, 2000)],
  ['doubled from 500 ms, up to 2 s', exponential(500, 2000)],
  ['doubled from 125 ms, up to 1 s', exponential(125, 1000)],
  ['doubled from 1 s, up to 2 s', exponential(1000, 2000)],
  ['doubled from 1 s, up to 3 s', exponential(1000, 3000)],
  ['doubled from 1 s, up to 4 s', exponential(1000, 4000)],
  ['1.5 s, then 3 s', exponential(1500, 3000)],
  ['a fifth more from 100 ms', exponential(100, 10_000, 1.2)],
  ['a third more from 500 ms', exponential(500, 10_000, 1.3)],
  ['1, 2, 3, 3 s', linear(1000, 3000)],
  ['100 ms more each time, up to 3 s', linear(100, 3000)],
  ['a second more each time', linear(1000, 10_000)],
  ['full jitter, 50 ms to 20 s', full(50, 20_000)],
  ['full jitter, 100 ms to 2 s', full(100, 2000)],
  ['full jitter, 100 ms to 5 s', full(100, 5000)],
  ['full jitter, 200 ms to 10 s', full(200, 10_000)],
  ['full jitter, 1 s to 30 s', full(1000, 30_000)],
  ['equal jitter, 100 ms to 2 s', equal(100, 2000)],
  ['equal jitter, 250 ms to 10 s', equal(250, 10_000)],
  ['equal jitter, 1 s to 3 s', equal(1000, 3000)],
  ['decorrelated jitter, 50 ms to 20 s', decorrelated(50, 20_000)],
  ['decorrelated jitter, 100 ms to 3 s', decorrelated(100, 3000)],
  ['decorrelated jitter, 100 ms to 20 s', decorrelated(100, 20_000)],
  ['decorrelated jitter, 500 ms to 20 s', decorrelated(500, 20_000)],
  ['a second give or take a half, drawn each time', (random) => () => 500 + 1000 * random()],
];

const late =
  (wait: number, share: number, most: number): Schedule =>
  (random) =>
  () =>
    wait + (random() < share ? random() * most : random() * 8);

/** Those that do not, with the second in which each is found at the latest. */
export const LOOPING: readonly [name: string, schedule: Schedule, by: number][] = [
  ['at once', late(0, 0, 0), 5],
  ['at once, on a busy main thread', late(0, 0.25, 400), 30],
  ['100 ms', late(100, 0, 0), 11],
  ['250 ms', late(250, 0, 0), 11],
  ['250 ms, on a busy main thread', late(250, 0.2, 400), 60],
  ['500 ms', late(500, 0, 0), 12],
  ['mqtt.js: a fixed second', late(1000, 0, 0), 14],
  ['a fixed second, on a busy main thread', late(1000, 0.2, 800), 60],
  ['3 s', late(3000, 0, 0), 25],
  ['4.5 s', late(4500, 0, 0), 35],
  ['at once, then every second', table([0], 1000), 14],
  ['at odds, then every 3 s', table([130], 3000), 28],
  ['250 ms, in a tab that is hidden after ten', table(Array(10).fill(250), 995), 12],
  ['a second, in a tab that is hidden after nine', table(Array(9).fill(1000), 1995), 30],
];
