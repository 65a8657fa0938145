import { realtime, vtuber, vtuberStory } from '../server/scripts.mjs';

/** Conversations whose answers come later and later, or never. */

/** A history that is sent whole with each turn: a second more each time. */
const LINEAR = [800, 2300, 3800, 5300, 6800, 8300, 9800];
/** Work that is left over and does more of itself: half as much again each time. */
const STEEPER = [800, 1200, 1800, 2700, 4000, 6000, 9000];
/** As much apart as the network and a model make them, and no slower at the end than at the beginning. */
const NOISY = [900, 600, 1100, 700, 1300, 800, 500, 1200, 700, 1000, 600, 900, 1100, 700];

/** @type {readonly import('../case.mjs').Pair[]} */
export const TURNS = [
  {
    name: 'open-llm-vtuber-slower',
    library: 'Open-LLM-VTuber protocol',
    fault: 'slow-turns',
    page: 'open-llm-vtuber',
    scripts: { '/client-ws': vtuber(LINEAR) },
    seconds: 40,
    healthy: { scripts: { '/client-ws': vtuber(NOISY) }, seconds: 30 },
  },
  {
    name: 'openai-realtime-slower',
    library: 'OpenAI Realtime protocol',
    fault: 'slow-turns',
    page: 'openai',
    scripts: { '/v1/realtime': realtime({ delays: STEEPER }) },
    seconds: 40,
    healthy: { scripts: { '/v1/realtime': realtime({ delays: NOISY }) }, seconds: 30 },
  },
  {
    name: 'open-llm-vtuber-stuck-player',
    library: 'Open-LLM-VTuber protocol',
    fault: 'turn-stalled',
    page: 'open-llm-vtuber?way=player',
    seconds: 75,
    healthy: { scripts: { '/client-ws': vtuberStory(10, 3500) }, seconds: 45 },
  },
  {
    name: 'openai-realtime-no-end',
    library: 'OpenAI Realtime protocol',
    fault: 'turn-stalled',
    page: 'openai?way=endless',
    scripts: { '/v1/realtime': realtime({ delays: [600], ends: (turn) => turn < 1 }) },
    seconds: 75,
    healthy: {
      scripts: { '/v1/realtime': realtime({ delays: [600], deltas: 90, everyMs: 400 }) },
      seconds: 45,
    },
  },
];
