import { type Message, stream } from './conversation';
import { tellsTurns } from './scenarios';

const START = 'in control:conversation-chain-start';
const END = 'in control:conversation-chain-end';
const hello: Message[] = [
  [0, 'out fetch-configs'],
  [10, 'in set-model-and-conf'],
  ...stream(500, 'out heartbeat', 3, 10_000),
  ...stream(520, 'in heartbeat-ack', 3, 10_000),
];
const taken = (at: number): Message[] => [
  [at + 10, START],
  [at + 15, 'in full-text'],
];
const answer = (at: number): Message[] => [
  [at, 'in audio'],
  [at + 100, 'out audio-play-start'],
  [at + 700, 'in audio'],
  [at + 1500, 'in backend-synth-complete'],
  [at + 1900, 'out frontend-playback-complete'],
  [at + 1910, 'in force-new-message'],
  [at + 2000, END],
];

tellsTurns('open-llm-vtuber', [
  [
    'a text turn: "Thinking..." is no answer',
    [...hello, [1000, 'out text-input'], ...taken(1000), ...answer(2500)],
    [[1000, 1500, 1500, 3500]],
  ],
  [
    'a voice turn',
    [
      ...hello,
      ...stream(1000, 'out mic-audio-data', 12, 2, 40_000),
      [1030, 'out mic-audio-end'],
      ...taken(1030),
      [1300, 'in user-input-transcription'],
      ...answer(2530),
    ],
    [[1030, 1500, 1500, 3500]],
  ],
  [
    'a sentence without sound answers, and is not heard',
    [
      ...hello,
      [1000, 'out text-input'],
      ...taken(1000),
      [2000, 'in audio:null'],
      [2500, 'in audio'],
      [3000, END],
    ],
    [[1000, 1000, 1500, 2000]],
  ],
  [
    'a backend that fails answers nothing',
    [...hello, [1000, 'out text-input'], ...taken(1000), [1200, END]],
    [[1000, null, null, 200]],
  ],
  [
    'interrupted: what is on its way is not the next answer',
    [
      ...hello,
      [1000, 'out text-input'],
      ...taken(1000),
      [2000, 'in audio'],
      [3000, 'out interrupt-signal'],
      [3001, 'out text-input'],
      [3005, 'in audio'],
      ...taken(3001),
      ...answer(4001),
    ],
    [
      [1000, 1000, 1000, null, 'cut'],
      [3001, 1000, 1000, 3000],
    ],
  ],
  [
    'more is written before any answer: one turn, from then on',
    [
      ...hello,
      [1000, 'out text-input'],
      ...taken(1000),
      [4000, 'out text-input'],
      ...taken(4000),
      ...answer(5000),
    ],
    [[4000, 1000, 1000, 3000]],
  ],
  [
    'interrupted before any answer',
    [...hello, [1000, 'out text-input'], ...taken(1000), [2000, 'out interrupt-signal']],
    [[1000, null, null, null, 'cut']],
  ],
  [
    'a turn that hangs goes on',
    [...hello, [1000, 'out text-input'], ...taken(1000), [2000, 'in audio']],
    [[1000, 1000, 1000, null]],
    { quiet: 120_000 },
  ],
  ['a wait that the server never took up is none yet', [...hello, [1000, 'out text-input']], []],
  [
    'known only when the server answers: the begin before it counts',
    [[1000, 'out text-input'], ...taken(1300), ...answer(2500)],
    [[1000, 1500, 1500, 3500]],
  ],
]);
