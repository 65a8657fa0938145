/**
 * Pages whose sound waits, and those that only look like it.
 *
 * @type {readonly import('./pages.mjs').LabPage[]}
 */
export const AUDIO_PAGES = [
  {
    path: '/pages/backlog-buffers.html',
    fault: 'audio-queue-backlog',
    seconds: 12,
    sound: true,
    note: 'Schedules a second of sound every 400 ms, back to back.',
  },
  {
    path: '/pages/backlog-elements.html',
    fault: 'audio-queue-backlog',
    mayAlso: ['media-player-leak'],
    seconds: 12,
    sound: true,
    note: 'Makes a one-second Audio element every 400 ms and plays them in turn.',
  },
  {
    path: '/pages/buffers-realtime.html',
    fault: null,
    twinOf: '/pages/backlog-buffers.html',
    seconds: 12,
    sound: true,
    note: 'A second of sound every second, with a jitter buffer of 300 ms.',
  },
  {
    path: '/pages/long-piece.html',
    fault: null,
    twinOf: '/pages/backlog-buffers.html',
    seconds: 12,
    sound: true,
    note: 'One piece of three minutes, scheduled once.',
  },
  {
    path: '/pages/sliced-piece.html',
    fault: null,
    twinOf: '/pages/backlog-buffers.html',
    seconds: 12,
    sound: true,
    note: 'One piece in a hundred slices of a second, all scheduled at once.',
  },
  {
    path: '/pages/reply-bursts.html',
    fault: null,
    twinOf: '/pages/backlog-buffers.html',
    seconds: 26,
    sound: true,
    note: 'Every 8 s a reply of 5 s arrives within a second, and is played out.',
  },
  {
    path: '/pages/loop-music.html',
    fault: null,
    twinOf: '/pages/backlog-buffers.html',
    seconds: 12,
    sound: true,
    note: 'A looped source, for ever.',
  },
  {
    path: '/pages/sound-effects.html',
    fault: null,
    twinOf: '/pages/backlog-elements.html',
    seconds: 15,
    sound: true,
    note: 'Thirty effects are preloaded over 12 s, two are played.',
  },
  {
    path: '/pages/elements-sequential.html',
    fault: null,
    twinOf: '/pages/backlog-elements.html',
    seconds: 12,
    sound: true,
    note: 'A short clip every second, each played before the next.',
  },
];
