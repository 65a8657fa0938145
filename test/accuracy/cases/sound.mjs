/** Sound that waits, players that pile up, contexts that are forgotten or may not run. */

/** @type {readonly import('../case.mjs').Pair[]} */
export const SOUND = [
  {
    name: 'tone-queue',
    library: 'tone',
    fault: 'audio-queue-backlog',
    page: 'tone?way=queue',
    seconds: 35,
    healthy: { seconds: 26 },
  },
  {
    name: 'howler-queue',
    library: 'howler',
    fault: 'audio-queue-backlog',
    page: 'howler?way=queue',
    seconds: 35,
    healthy: { seconds: 26 },
  },
  {
    name: 'audio-elements-queue',
    library: 'HTMLAudioElement',
    fault: 'audio-queue-backlog',
    page: 'elements',
    mayAlso: {
      'media-player-leak': 'elements that wait their turn for ever do pile up',
    },
    seconds: 35,
    healthy: { seconds: 26 },
  },
  {
    name: 'hls.js-reply',
    library: 'hls.js',
    fault: 'audio-queue-backlog',
    page: 'hls?way=reply',
    seconds: 35,
    healthy: { seconds: 26 },
    // A piece of music is loaded ahead of what is heard.
    moreTwins: { piece: { page: 'hls?way=piece', seconds: 26 } },
  },
  {
    name: 'howler-replies',
    library: 'howler',
    fault: 'media-player-leak',
    page: 'howler?way=replies',
    seconds: 25,
  },
  {
    name: 'wavesurfer-players',
    library: 'wavesurfer.js',
    fault: 'media-player-leak',
    page: 'wavesurfer?way=tracks',
    seconds: 55,
    healthy: { seconds: 40 },
  },
  {
    name: 'hls.js-stations',
    library: 'hls.js',
    fault: 'media-player-leak',
    page: 'hls?way=stations',
    seconds: 25,
  },
  {
    name: 'tone-gesture',
    library: 'tone',
    fault: 'audio-context-suspended',
    page: 'tone?way=gesture',
    asks: true,
    seconds: 25,
    healthy: { meanwhile: ({ pages }) => clicked(pages) },
    moreTwins: { howler: { page: 'howler?way=gesture', library: 'howler' } },
  },
  {
    name: 'tone-contexts',
    library: 'tone',
    fault: 'audio-context-leak',
    page: 'tone?way=contexts',
    seconds: 25,
  },
  {
    name: 'wavesurfer-contexts',
    library: 'wavesurfer.js',
    fault: 'audio-context-leak',
    page: 'wavesurfer?way=web',
    seconds: 25,
  },
  {
    name: 'tone-worklet',
    library: 'tone',
    fault: 'audio-underrun',
    page: 'tone?way=worklet',
    seconds: 25,
    alone: true,
    // Firefox does not tell what its audio thread has missed.
    browsers: ['chrome'],
  },
];

/** A person touches the page. @param {import('puppeteer-core').Page[]} pages */
async function clicked(pages) {
  for (const page of pages) await page.click('#stage');
}
