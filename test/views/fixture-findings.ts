import type { Finding } from '../../src/core/report';

/** The moment of every fixture. */
export const NOW = Date.UTC(2026, 2, 14, 10, 30, 0);
export const WS = 'wss://voice.example.org/client-ws';

export const storm: Finding = {
  id: 'reconnect-storm',
  severity: 'critical',
  title: 'Reconnects in a loop',
  summary: `This page reconnects 11 times a second to ${WS}, and each try fails; Chrome now holds back every new socket of this page by about 4.1 s.`,
  since: NOW - 42_000,
  until: null,
  because: null,
  evidence: {
    endpoint: WS,
    attempts: 462,
    triesInARow: 462,
    failed: 459,
    diedYoung: 3,
    triesPerSecond: 11,
    medianPauseMs: 90,
    runningForMs: 42_000,
    browserHoldsNewSocketsMs: 4_100,
  },
  sites: [
    {
      stack:
        'connect (https://voice.example.org/assets/index-9f3b2c1d.js:1:48213)\nHTMLSocket.onclose (https://voice.example.org/assets/index-9f3b2c1d.js:1:48702)',
      count: 459,
    },
    { stack: 'connect (https://voice.example.org/assets/index-9f3b2c1d.js:1:48213)', count: 3 },
  ],
  advice: [
    'Wait longer after each failed try: start at about 1 s, double it, stop at 30 s, and add a random part so that all clients do not come back at once.',
    'Set the wait back to the start only after a connection has stayed open for some seconds, not as soon as it opens.',
    'Check that the server is up and that address, port and path are right: the tries do not get as far as an open connection.',
  ],
};

export const orphan: Finding = {
  id: 'orphan-service-worker',
  severity: 'warning',
  title: 'A service worker goes on without a tab',
  summary:
    'No tab of https://voice.example.org is open, and its service worker has asked 14 times for https://voice.example.org/api/presence since, about every 5 s.',
  since: NOW - 42_000,
  until: null,
  because: null,
  evidence: {
    origin: 'https://voice.example.org',
    scope: 'https://voice.example.org/',
    script: 'https://voice.example.org/sw.js',
    serviceWorkers: 1,
    address: 'https://voice.example.org/api/presence',
    requests: 14,
    everyMs: 5_000,
    goingOnForMs: 65_000,
    withoutTabForMs: 74_000,
  },
  sites: [],
  advice: [
    'Unregister it, if you need none of what it does without a tab (notifications, offline use): the list of service workers below offers it.',
    'For the developer: end timers and close sockets in the worker when `clients.matchAll()` gives no window any more.',
  ],
};

export const accumulation: Finding = {
  id: 'tab-accumulation',
  severity: 'warning',
  title: 'Tabs of this site pile up',
  summary:
    '3 open tabs of https://voice.example.org work at the same time and hold 3 connections, 3 voice detectors, 3 microphone tracks together.',
  since: NOW - 610_000,
  until: null,
  because: null,
  evidence: {
    origin: 'https://voice.example.org',
    tabsWithVoice: 3,
    sockets: 3,
    voiceDetectors: 3,
  },
  sites: [],
  advice: [
    'Close the tabs of this site that you do not use: they are listed below, each with what it holds.',
    'For the developer: release microphone, voice detector and audio context on `pagehide` and when the tab is hidden.',
  ],
};

export const earlier: Finding = {
  id: 'audio-queue-backlog',
  severity: 'warning',
  title: 'Audio piles up before it is heard',
  summary:
    'Sound arrives 800 ms per second faster than it is played: a new piece now waits 12 s, and the wait keeps growing.',
  since: NOW - 400_000,
  until: NOW - 341_000,
  because: null,
  evidence: { backlogMs: 12_000, growthMsPerSecond: 800, pendingPieces: 9 },
  sites: [],
  advice: ['Drop what waits when the user interrupts or a new reply begins.'],
};

export const info: Finding = {
  ...storm,
  id: 'endpoint-unreachable',
  severity: 'info',
  title: 'A server does not answer',
  summary:
    'https://voice.example.org/events has failed for 2 min; the page waits properly between its tries.',
  evidence: { endpoint: 'https://voice.example.org/events', failingForMs: 120_000 },
  sites: [],
  advice: ['Check that the server is up.'],
};

const found = (id: Finding['id'], severity: Finding['severity'], title: string): Finding => ({
  id,
  severity,
  title,
  summary: '',
  since: NOW - 95_000,
  until: null,
  because: null,
  evidence: {},
  sites: [],
  advice: [],
});

/** What a page in real trouble shows at once: one cause, and what follows from it. */
export const many: Finding[] = [
  storm,
  {
    ...found('vad-leak', 'critical', 'Voice detectors are started and never ended'),
    summary: '4 voice detectors live in this page, each with a microphone; one is enough.',
    evidence: { liveVads: 4, createdVads: 5, destroyed: 1 },
    sites: [
      { stack: 'startVad (https://voice.example.org/assets/index-9f3b2c1d.js:1:9120)', count: 5 },
    ],
    advice: ['Destroy the detector before a new one is made, and wait for `destroy()`.'],
    because: 'reconnect-storm',
  },
  {
    ...found('main-thread-stall', 'warning', 'The page stands still'),
    summary: 'The page was blocked for 6.2 s, which is obvious to anybody, while a reply came in.',
    evidence: { longestMs: 6_200, stalls: 3, degree: 'obvious', during: 'reply' },
    advice: ['Move the decoding of sound into a worker.'],
    because: 'vad-leak',
  },
  {
    ...found('microphone-leak', 'warning', 'Microphone tracks are never stopped'),
    summary: '4 microphone tracks live though the page has asked for one at a time.',
    evidence: { liveTracks: 4 },
    advice: ['Call `stop()` on each track when its detector ends.'],
    because: 'vad-leak',
  },
  { ...accumulation, because: null },
  {
    ...found('memory-growth', 'warning', 'Memory grows and does not come back'),
    summary: 'Used memory grows by 14 MB per minute for 6 min, from 120 MB to 204 MB.',
    evidence: { fromBytes: 120e6, toBytes: 204e6, growthBytesPerMin: 14e6 },
    because: 'vad-leak',
  },
  {
    ...found('slow-turns', 'warning', 'Answers take longer from turn to turn'),
    summary: 'The first answer came after 620 ms at first and after 4.8 s now, over 5 turns.',
    evidence: { firstMs: 620, lastMs: 4_800, turns: 5 },
    advice: ['Look at the agent: the page has passed on each answer at once.'],
  },
  { ...info, because: 'reconnect-storm' },
  { ...earlier, because: 'main-thread-stall' },
  {
    ...found('turn-stalled', 'warning', 'An answer never came to its end'),
    summary: 'The answer that began at 10:21 was never finished.',
    until: NOW - 200_000,
    since: NOW - 320_000,
  },
];
