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
