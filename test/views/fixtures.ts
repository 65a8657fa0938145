import {
  type Endpoint,
  RESOURCE_KINDS,
  type Report,
  type ResourceCount,
  type ServiceWorkerEntry,
} from '../../src/core/report';
import type { Observation, PopupSnapshot, SiblingTab, Verdict } from '../../src/protocol/messages';
import { accumulation, earlier, info, many, NOW, orphan, storm, WS } from './fixture-findings';

const count = (created = 0, live = 0, byState: Record<string, number> = {}): ResourceCount => ({
  created,
  live,
  byState,
});

const emptyReport: Report = {
  schemaVersion: 1,
  generatedAt: NOW,
  extension: { name: 'Whylag', version: '0.1.0' },
  browser: { name: 'Chrome', version: '148.0' },
  tab: {
    tabId: 7,
    url: 'https://voice.example.org/room/42',
    origin: 'https://voice.example.org',
    title: 'Talk to Mili',
    observedSince: NOW - 754_000,
  },
  findings: [],
  resources: Object.fromEntries(
    RESOURCE_KINDS.map((kind) => [kind, count()]),
  ) as Report['resources'],
  creationSites: [],
  voiceDetectors: [],
  endpoints: [],
  audioQueue: {
    pending: 0,
    playing: 0,
    played: 0,
    backlogMs: null,
    backlogTrendMsPerS: null,
    held: 0,
    heldForMs: null,
    unsettledPlays: 0,
    unsettledForMs: null,
    underruns: null,
  },
  turns: [],
  turnsTrend: null,
  turnsSummary: null,
  mainThread: { blockedMs: null, longestMs: null, stalls: [] },
  memory: null,
  serviceWorkers: [],
  symptom: 'none',
  symptomReason: 'Nothing that was measured grows.',
  symptomMeans: '',
  timeline: [],
  truncated: { dropped: 0, frames: 0 },
  limits: [
    'Messages of sockets inside workers are not observable: of those only the handshakes are counted, as "unattributed".',
    'Sockets of shared workers and service workers are not observable in Chromium.',
    'The main thread is measured from the first use of a connection or of audio on, while the tab is visible.',
  ],
};

const sibling = (tabId: number, title: string, more: Partial<SiblingTab> = {}): SiblingTab => ({
  tabId,
  url: 'https://voice.example.org/room/17',
  origin: 'https://voice.example.org',
  title,
  open: true,
  findings: [],
  live: { webSocket: 1, audioContext: 1, vad: 1, microphoneTrack: 1 },
  active: [],
  pinned: false,
  audible: false,
  inCall: false,
  ...more,
});

const busy: Partial<Report> = {
  resources: {
    ...emptyReport.resources,
    webSocket: count(465, 13, { connecting: 12, open: 1, closed: 452 }),
    audioContext: count(2, 1, { running: 1, closed: 1 }),
    vad: count(2, 1, { running: 1 }),
    microphoneTrack: count(2, 1, { live: 1, ended: 1 }),
    mediaElement: count(38, 1, { playing: 1 }),
  },
  endpoints: [
    {
      kind: 'webSocket',
      url: WS,
      attempts: 462,
      opened: 3,
      failed: 459,
      live: 12,
      closeCodes: { 1006: 459, 1001: 3 },
      messagesIn: 1204,
      messagesOut: 88,
      bytesIn: 18_400_000,
      bytesOut: 4_210,
      unattributed: 2,
      unsentBytes: 0,
      handshakeMs: null,
      lifetimeMs: null,
      tool: false,
    },
    {
      kind: 'eventSource',
      url: 'https://voice.example.org/events',
      attempts: 1,
      opened: 1,
      failed: 0,
      live: 1,
      closeCodes: {},
      messagesIn: 40,
      messagesOut: 0,
      bytesIn: 9_200,
      bytesOut: 0,
      unattributed: null,
      unsentBytes: 0,
      handshakeMs: null,
      lifetimeMs: null,
      tool: false,
    },
  ],
  audioQueue: {
    pending: 9,
    playing: 1,
    played: 28,
    backlogMs: 12_400,
    backlogTrendMsPerS: 310,
    held: 0,
    heldForMs: null,
    unsettledPlays: 0,
    unsettledForMs: null,
    underruns: null,
  },
};

const snapshot = (
  observation: Observation,
  verdict: Verdict,
  report: Partial<Report> = {},
  more: Partial<PopupSnapshot> = {},
): PopupSnapshot => ({
  observation,
  verdict,
  report: { ...emptyReport, ...report },
  siblings: [],
  leftBehind: [],
  catchingUp: false,
  answered: true,
  silentForMs: null,
  history: { records: 12, bytes: 3_400_000, trouble: null, trimmed: false },
  sites: { only: false, chosen: [], paused: [] },
  ...more,
});

const healthy = snapshot(
  'observed',
  {
    tone: 'ok',
    text: 'Nothing wrong found: 1 connection, 1 voice detector, 1 audio context, 1 microphone track, none growing, no reconnect loop.',
  },
  {
    ...busy,
    resources: {
      ...emptyReport.resources,
      webSocket: count(1, 1, { open: 1 }),
      audioContext: count(1, 1, { running: 1 }),
      vad: count(1, 1, { running: 1 }),
      microphoneTrack: count(1, 1, { live: 1 }),
    },
    audioQueue: {
      ...emptyReport.audioQueue,
      played: 14,
      backlogMs: 0,
      backlogTrendMsPerS: 0,
      held: 0,
      heldForMs: null,
      unsettledPlays: 0,
      unsettledForMs: null,
      underruns: null,
    },
    endpoints: [],
  },
);

/** What is left of the healthy one when its page is gone. */
const pageless: PopupSnapshot = {
  ...healthy,
  report: {
    ...healthy.report,
    resources: {
      ...emptyReport.resources,
      webSocket: count(1, 0, { closed: 1 }),
      audioContext: count(1, 0, { closed: 1 }),
      vad: count(1),
      microphoneTrack: count(1, 0, { ended: 1 }),
    },
  },
};

const APP = 'https://voice.example.org/assets/index-9f3b2c1d.js';
const turn = (agoMs: number, ...[firstResponseMs, firstAudioMs, totalMs]: (number | null)[]) => ({
  startedAt: NOW - agoMs,
  firstResponseMs: firstResponseMs ?? null,
  firstAudioMs: firstAudioMs ?? null,
  totalMs: totalMs ?? null,
  profile: 'open-llm-vtuber',
  interrupted: totalMs === null,
  conversation: NOW - 330_000,
});

/** A conversation with all there is to see of one. */
const conversation: Partial<Report> = {
  ...busy,
  resources: {
    ...emptyReport.resources,
    webSocket: count(2, 2, { open: 2 }),
    audioContext: count(2, 2, { running: 1, suspended: 1 }),
    vad: count(1, 1, { live: 1 }),
    microphoneTrack: count(1, 1, { live: 1 }),
    mediaElement: count(38, 2, { playing: 1, waiting: 1 }),
    cameraTrack: count(1, 0, { ended: 1 }),
    audioWorkletNode: count(1, 1, { live: 1 }),
    objectUrl: count(38, 36, { live: 36 }),
  },
  voiceDetectors: [
    { library: '@ricky0123/vad-web', confidence: 'certain', created: 1, live: 1 },
    { library: 'hark', confidence: 'probable', created: 2, live: 1 },
  ],
  endpoints: [
    {
      ...(busy.endpoints?.[0] as Endpoint),
      ...{ url: 'ws://localhost:5173', attempts: 1, opened: 1, failed: 0, live: 1, tool: true },
      ...{ closeCodes: {}, messagesIn: 12, bytesIn: 4_000, unattributed: 0, handshakeMs: 4 },
    },
    {
      ...(busy.endpoints?.[0] as Endpoint),
      ...{ attempts: 3, opened: 3, failed: 0, live: 1, unsentBytes: 482_000, unattributed: 0 },
      ...{ closeCodes: { 1001: 2 }, handshakeMs: 48, lifetimeMs: 312_000 },
    },
  ],
  audioQueue: {
    pending: 9,
    playing: 1,
    played: 28,
    backlogMs: 12_400,
    backlogTrendMsPerS: 310,
    held: 3,
    heldForMs: 8_400,
    unsettledPlays: 1,
    unsettledForMs: 5_200,
    underruns: { events: 7, ms: 412 },
  },
  ...{ turnsSummary: 'The wait for an answer grows: the agent or its model, not the page.' },
  turns: [
    turn(310_000, 620, 840, 6_400),
    turn(240_000, 910, 1_200, 7_900),
    turn(120_000, 2_400, 2_900, null),
    turn(20_000, 4_800, null, null),
  ],
  mainThread: {
    blockedMs: 40_480,
    longestMs: 31_000,
    stalls: [
      { at: NOW - 700_000, durationMs: 1_840, during: 'page load', script: null },
      { at: NOW - 300_000, durationMs: 31_000, during: 'character switch', script: null },
      { at: NOW - 121_000, durationMs: 3_120, during: 'reply', script: `decode (${APP})` },
    ],
  },
  serviceWorkers: [
    {
      scope: 'https://voice.example.org/',
      scriptUrl: 'https://voice.example.org/sw.js',
      state: 'activated',
      openTabs: 3,
      handshakes: null,
    },
    {
      scope: 'https://voice.example.org/push/',
      scriptUrl: 'https://voice.example.org/assets/push-worker-4f1c2b.js',
      state: 'installed',
      openTabs: 0,
      handshakes: null,
    },
  ],
  creationSites: [
    {
      kind: 'objectUrl',
      endpoint: null,
      stack: `at l (${APP}:1:3811)\nat Object.next (${APP}:1:4920)`,
      count: 38,
      resolved: 'playClip (src/audio/player.ts:41:22)\nObject.next (src/audio/queue.ts:12:5)',
    },
    { kind: 'webSocket', endpoint: WS, stack: `at n.connect (${APP}:1:48213)`, count: 3 },
    { kind: 'mediaElement', endpoint: null, stack: '', count: 2 },
  ],
};

/** All that a page may write, written to break out of where it stands. */
export const HOSTILE =
  '<img src=x onerror=globalThis.hacked=1>"\'`}{[x](javascript:alert(1)) @octocat #1 \u202egnp.exe\u2066 \u0000\u001b[31m';
const long = 'a'.repeat(300);
const hostileUrl = `https://evil.example/${'%F0%9F%92%A9'.repeat(30)}/${long}`;
const hostile = snapshot(
  'observed',
  {
    tone: 'critical',
    text: `This page reconnects 9 times a second to ${hostileUrl}, and each try fails.`,
  },
  {
    ...busy,
    tab: { ...emptyReport.tab, title: HOSTILE, url: hostileUrl, origin: `https://${long}.example` },
    findings: [
      {
        ...storm,
        title: HOSTILE,
        summary: HOSTILE + long,
        evidence: { endpoint: hostileUrl, [long]: 3, note: HOSTILE },
        sites: [{ stack: `${HOSTILE}\n${long}`, count: 3 }],
        advice: [HOSTILE],
      },
    ],
    endpoints: (busy.endpoints ?? []).map((it) => ({ ...it, url: `${hostileUrl}/${it.kind}` })),
    voiceDetectors: [{ library: HOSTILE, confidence: 'probable', created: 1, live: 1 }],
    creationSites: [
      { kind: 'webSocket', endpoint: hostileUrl, stack: HOSTILE + long, count: 1 },
      { kind: 'vad', endpoint: null, stack: `at ${long}`, count: 1, resolved: HOSTILE + long },
    ],
    turns: [{ ...turn(5_000, 1, 2, 3), profile: HOSTILE + long }],
    mainThread: {
      blockedMs: 2_000,
      longestMs: 2_000,
      stalls: [{ at: NOW, durationMs: 2_000, during: HOSTILE, script: HOSTILE + long }],
    },
    limits: [HOSTILE, long],
    serviceWorkers: [
      {
        scope: hostileUrl,
        scriptUrl: HOSTILE + long,
        state: HOSTILE,
        openTabs: 1,
        handshakes: 1e9,
      },
    ],
    ...{ turnsSummary: HOSTILE + long },
  },
  {
    siblings: [
      sibling(8, HOSTILE + long, { url: hostileUrl, active: [{ ...storm, title: HOSTILE }] }),
    ],
  },
);

/** One snapshot for every state that the popup must draw. */
const atHome = { records: 214, bytes: 49_700_000, trouble: null, trimmed: false };

export const SNAPSHOTS = {
  crowd: {
    ...healthy,
    siblings: Array.from({ length: 199 }, (_, i) => sibling(100 + i, `Room ${i + 1}`)),
  },
  'history-full': { ...healthy, history: { ...atHome, trouble: 'full' as const } },
  'history-trimmed': { ...healthy, history: { ...atHome, trimmed: true } },
  storm: snapshot(
    'observed',
    { tone: 'critical', text: storm.summary },
    {
      ...busy,
      findings: [storm, accumulation, info, earlier],
      symptom: 'cumulative',
      symptomReason: 'The number of tries and the wait for audio grow with each minute.',
      symptomMeans:
        'Likely: something that is never let go or only ever grows (tasks, tabs, connections, files, history). Unlikely: garbage collection, network jitter or a short lack of resources.',
    },
    {
      siblings: [
        sibling(8, 'Talk to Mili', { findings: ['tab-accumulation'], active: [accumulation] }),
        sibling(
          9,
          'Talk to Shizuku, a rather long title that a person gave to a room of this page',
        ),
        sibling(10, '', { open: false }),
      ],
    },
  ),
  many: snapshot(
    'observed',
    { tone: 'critical', text: storm.summary },
    {
      ...conversation,
      findings: many,
      symptom: 'cumulative',
      symptomReason:
        'Failed tries add up, 462 so far, and browsers hold back each new socket longer for them.',
    },
    {
      siblings: [
        sibling(8, 'Talk to Mili', { pinned: true }),
        sibling(9, 'Talk to Shizuku', { audible: true, inCall: true }),
        sibling(11, 'Talk to Haru', { audible: true }),
        sibling(12, 'Talk to Natori', {
          live: { webSocket: 0, audioContext: 0, vad: 0, microphoneTrack: 0 },
        }),
        sibling(13, 'Settings of this page'),
      ],
    },
  ),
  accumulation: snapshot(
    'observed',
    { tone: 'warning', text: accumulation.summary },
    { ...healthy.report, findings: [accumulation] },
    { siblings: [sibling(8, 'Talk to Mili'), sibling(9, 'Talk to Shizuku')] },
  ),
  healthy,
  'earlier-only': snapshot(
    'observed',
    { tone: 'ok', text: 'Nothing wrong found. 1 earlier finding is over.' },
    { ...busy, findings: [earlier] },
  ),
  quiet: snapshot('quiet', {
    tone: 'unknown',
    text: 'Nothing to observe yet: this page has opened no connection and used no audio or microphone.',
  }),
  reload: snapshot(
    'reload',
    {
      tone: 'unknown',
      text: 'This tab was open before Whylag was installed or updated, or while it was paused. Reload it to see what it does.',
    },
    { tab: { ...emptyReport.tab, observedSince: null } },
  ),
  forbidden: snapshot(
    'forbidden',
    { tone: 'unknown', text: 'The browser lets no extension observe this page.' },
    {
      tab: {
        tabId: 7,
        url: 'chrome://settings',
        origin: '',
        title: 'Settings',
        observedSince: null,
      },
    },
  ),
  truncated: {
    ...healthy,
    report: { ...healthy.report, truncated: { dropped: 12_345, frames: 9_872 } },
  },
  chosen: {
    ...healthy,
    sites: {
      only: true,
      chosen: ['https://voice.example.org', 'http://localhost:5173'],
      paused: [],
    },
  },
  unchosen: {
    ...snapshot(
      'unchosen',
      {
        tone: 'unknown',
        text: 'Only sites that you have chosen are observed, and this is none of them.',
      },
      { tab: { ...emptyReport.tab, title: '', observedSince: null } },
    ),
    sites: {
      only: true,
      chosen: ['http://localhost:5173', 'https://talk.example.com'],
      paused: [],
    },
  },
  paused: snapshot(
    'paused',
    { tone: 'unknown', text: 'Paused on this site: nothing of its pages is counted or stored.' },
    { tab: { ...emptyReport.tab, title: '', observedSince: null } },
    {
      sites: {
        only: false,
        chosen: [],
        paused: ['https://mail.example.com', 'https://voice.example.org'],
      },
    },
  ),
  'no-permission': snapshot(
    'no-permission',
    { tone: 'unknown', text: 'Whylag is not allowed to observe this site yet.' },
    { tab: { ...emptyReport.tab, observedSince: null } },
  ),
  conversation: snapshot(
    'observed',
    {
      tone: 'ok',
      text: 'Nothing wrong found: 2 connections, 1 voice detector, 2 audio contexts, 1 microphone track, none growing, no reconnect loop.',
    },
    conversation,
  ),
  blocked: {
    ...healthy,
    answered: false,
    silentForMs: 12_400,
    verdict: {
      tone: 'warning' as const,
      text: 'This page has not answered for 12 s: its main thread is blocked, or it waits in a dialog.',
    },
  },
  crashed: {
    ...pageless,
    observation: 'crashed' as const,
    verdict: {
      tone: 'critical' as const,
      text: 'This page has crashed: its process has ended.',
    },
  },
  discarded: {
    ...pageless,
    observation: 'discarded' as const,
    verdict: {
      tone: 'unknown' as const,
      text: 'The browser has unloaded this tab to save memory: nothing in it runs until it is shown again.',
    },
  },
  'catching-up': { ...healthy, catchingUp: true },
  closed: snapshot(
    'closed',
    { tone: 'warning', text: accumulation.summary },
    { ...busy, findings: [{ ...accumulation, until: NOW - 5_000 }] },
  ),
  orphan: snapshot(
    'closed',
    { tone: 'warning', text: orphan.summary },
    {
      ...pageless.report,
      findings: [orphan],
      serviceWorkers: [
        {
          ...(conversation.serviceWorkers?.[0] as ServiceWorkerEntry),
          openTabs: 0,
          handshakes: 14,
        },
      ],
    },
  ),
  'left-behind': {
    ...healthy,
    leftBehind: [
      { tabId: 8, origin: 'https://chat.example.org' },
      { tabId: 9, origin: 'http://localhost:8080' },
    ],
  },
  hostile,
} satisfies Record<string, PopupSnapshot>;

export type StateName = keyof typeof SNAPSHOTS;
