import { AUDIO_PAGES } from './pages-audio.mjs';
import { CONNECTION_PAGES } from './pages-connections.mjs';
import { LEAK_PAGES } from './pages-leaks.mjs';
import { SOCKET_PAGES } from './pages-sockets.mjs';
import { TREND_PAGES } from './pages-trends.mjs';

/**
 * Every page of the lab. `{origin}` + `path` is its address; all of them start by themselves.
 *
 * @typedef {object} LabPage
 * @property {string} path
 * @property {import('../../src/core/report.ts').FindingId | null} fault the finding it must cause; null: none at all
 * @property {import('../../src/core/report.ts').FindingId[]} [mayAlso] findings that are true as well, some of them
 *   only if it is watched for longer
 * @property {string} [twinOf] the fault page it looks like
 * @property {string} [site] the function of the page that its first creation site names
 * @property {number} seconds how long it takes to have shown what it does
 * @property {'chrome'} [onlyIn] the one browser that shows the fault to an extension
 * @property {boolean} [sound] needs a running AudioContext or playing media elements
 * @property {boolean} [microphone]
 * @property {boolean} [busy] takes a processor for itself: runs alone, and in front
 * @property {boolean} [front] shows what it does only in the tab that is in front
 * @property {boolean} [disrupts] restarts the whole lab server: not to be open beside other pages
 * @property {string} note
 */

/** @type {readonly LabPage[]} */
export const PAGES = [
  // The voice page; three tabs of it at once are `tab-accumulation`.
  {
    path: '/voice.html',
    fault: null,
    seconds: 12,
    sound: true,
    microphone: true,
    note: 'Healthy: connects once, listens, answers turns.',
  },
  {
    path: '/voice.html?fault=storm',
    fault: 'reconnect-storm',
    seconds: 5,
    microphone: true,
    note: 'The server refuses; the page tries again at once, for ever.',
  },
  {
    path: '/voice.html?fault=storm&mode=flap',
    fault: 'reconnect-storm',
    seconds: 5,
    microphone: true,
    note: 'The server accepts and closes after 200 ms; the page tries again at once.',
  },
  {
    path: '/voice.html?fault=backlog',
    fault: 'audio-queue-backlog',
    mayAlso: ['turn-stalled'],
    seconds: 15,
    sound: true,
    microphone: true,
    note: 'Speech arrives faster than it is played, for ever.',
  },
  {
    path: '/voice.html?mode=refuse&reconnect=backoff',
    fault: null,
    mayAlso: ['endpoint-unreachable'],
    twinOf: '/voice.html?fault=storm',
    seconds: 20,
    microphone: true,
    note: 'Refused for ever, but the page waits longer after each try (30 s at most).',
  },
  {
    path: '/voice.html?vad=off',
    fault: null,
    seconds: 5,
    note: 'The voice page without a detector or a microphone.',
  },
  {
    path: '/voice.html?vad=global',
    fault: null,
    seconds: 12,
    sound: true,
    microphone: true,
    note: 'The detector comes from the global build: window.vad.MicVAD.',
  },
  ...SOCKET_PAGES,
  ...CONNECTION_PAGES,
  ...AUDIO_PAGES,
  ...LEAK_PAGES,
  ...TREND_PAGES,

  // Ordinary pages, and places that are easy to miss
  {
    path: '/pages/worker-socket.html',
    fault: null,
    seconds: 5,
    note: 'A dedicated worker holds three sockets, the page one.',
  },
  {
    path: '/pages/iframes.html',
    fault: null,
    seconds: 5,
    note: 'A srcdoc frame and a written about:blank frame, one socket each.',
  },
  { path: '/pages/plain.html', fault: null, seconds: 5, note: 'No socket, no sound.' },
  {
    path: '/pages/chat.html',
    fault: null,
    seconds: 8,
    note: 'An ordinary site: one quiet socket.',
  },
  {
    path: '/pages/mic-only.html',
    fault: null,
    seconds: 5,
    microphone: true,
    note: 'Holds the microphone and nothing else.',
  },
  {
    path: '/pages/contexts.html?n=5',
    fault: null,
    seconds: 8,
    note: 'Makes audio contexts and closes each one (close=off: none of them).',
  },
];
