import { describe } from 'vitest';
import { type Message, stream } from './conversation';
import { tellsTurns } from './scenarios';

const page = {
  url: 'wss://generativelanguage.googleapis.com/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent',
};
const AUDIO = 'in serverContent.inlineData';
const DONE = 'in serverContent.generationComplete';
const OVER = 'in serverContent.turnComplete';
const HEARD = 'in serverContent.inputTranscription';

const microphone = (from: number, to: number): Message[] =>
  stream(from, 'out realtimeInput.audio', (to - from) / 100, 100, 4400);
const answer = (at: number): Message[] => [
  ...stream(at, AUDIO, 20, 40, 2768),
  [at + 400, 'in serverContent.outputTranscription'],
  [at + 900, DONE],
  [at + 2900, OVER],
];

describe('JSON that can be read', () => {
  tellsTurns(
    'gemini-live',
    [
      [
        'a text turn with a thought before the sound',
        [
          [0, 'out setup'],
          [200, 'in setupComplete'],
          [1000, 'out clientContent.turns'],
          [1500, 'in serverContent.modelTurn'],
          ...answer(2000),
        ],
        [[1000, 1000, 1000, 1900]],
      ],
      [
        'a text session: the text is the answer',
        [
          [1000, 'out clientContent.turns'],
          [1500, 'in serverContent.modelTurn'],
          [1900, 'in serverContent.modelTurn'],
          [2000, DONE],
          [2010, OVER],
        ],
        [[1000, 500, null, 1000]],
      ],
      [
        'push to talk by messages',
        [
          [1000, 'out realtimeInput.activityStart'],
          ...microphone(1010, 2000),
          [2000, 'out realtimeInput.activityEnd'],
          ...answer(2700),
        ],
        [[2000, 700, 700, 1600]],
      ],
      [
        'a microphone that stops tells the end of speech',
        [...microphone(0, 3000), ...answer(3500)],
        [[2900, 600, 600, 1500]],
      ],
      [
        'one recording',
        [[1000, 'out realtimeInput.audio'], ...answer(3000)],
        [[1000, 2000, 2000, 2900]],
      ],
      [
        'a transcript of long ago is of something else',
        [...microphone(0, 16_000), [1000, HEARD], ...answer(12_060)],
        [[12_060, null, null, 900]],
      ],
      [
        'interrupted, and soon answered again',
        [
          ...microphone(0, 12_000),
          [2600, HEARD],
          ...stream(3500, AUDIO, 20, 40),
          [4500, 'in serverContent.interrupted'],
          [5000, HEARD],
          ...answer(5660),
        ],
        [
          [2600, 900, 900, null, 'cut'],
          [5000, 660, 660, 1560],
        ],
      ],
      [
        'what the agent says of itself afterwards is no turn',
        [...microphone(0, 3000), ...answer(3500), ...answer(9000)],
        [[2900, 600, 600, 1500]],
      ],
      [
        'one that goes on: the last transcript does',
        [...microphone(0, 12_000), [2000, HEARD], [2600, HEARD], ...answer(3500), [3520, HEARD]],
        [[2600, 900, 900, 1800]],
      ],
      [
        'without transcripts the wait is not known',
        [...microphone(0, 12_000), ...answer(3560)],
        [[3560, null, null, 900]],
      ],
      [
        'nor is it by a late transcript of what was answered before',
        [...microphone(0, 12_000), [2600, HEARD], ...answer(3500), [3520, HEARD], ...answer(9060)],
        [
          [2600, 900, 900, 1800],
          [9060, null, null, 900],
        ],
      ],
      [
        'two turns at an open microphone',
        [...microphone(0, 16_000), [2600, HEARD], ...answer(3500), [9000, HEARD], ...answer(9800)],
        [
          [2600, 900, 900, 1800],
          [9000, 800, 800, 1700],
        ],
      ],
      ['a greeting is no turn', [[0, 'out setup'], [200, 'in setupComplete'], ...answer(900)], []],
      [
        'a late rest after the end is no turn',
        [
          ...microphone(0, 8000),
          [2600, HEARD],
          ...answer(3500),
          [4700, 'in serverContent.outputTranscription'],
        ],
        [[2600, 900, 900, 1800]],
      ],
      [
        'a history that was sent is not what the user waits for',
        [
          [100, 'out clientContent.turns'],
          ...microphone(5000, 20_000),
          [16_000, HEARD],
          ...answer(17_000),
        ],
        [[16_000, 1000, 1000, 1900]],
      ],
      [
        'interrupted, and answered again',
        [
          ...microphone(0, 12_000),
          [2600, HEARD],
          ...stream(3500, AUDIO, 20, 40),
          [4400, HEARD],
          [4500, 'in serverContent.interrupted'],
          [4510, OVER],
          [6000, HEARD],
          ...answer(6900),
        ],
        [
          [2600, 900, 900, null, 'cut'],
          [6000, 900, 900, 1800],
        ],
      ],
      [
        'a tool call is a part of its turn',
        [
          [1000, 'out clientContent.turns'],
          [1600, 'in toolCall'],
          [1700, OVER],
          [3000, 'out toolResponse'],
          ...answer(3900),
        ],
        [[1000, 2900, 2900, 3800]],
      ],
      [
        'a tool call is the first sign of an answer to what was said',
        [
          ...microphone(0, 12_000),
          [2600, HEARD],
          [3000, 'in toolCall'],
          [3100, OVER],
          [3500, 'out toolResponse'],
          ...answer(4500),
        ],
        [[2600, 1900, 1900, 2800]],
      ],
      [
        'an end that is not seen',
        [[1000, 'out clientContent.turns'], ...stream(2000, AUDIO, 20, 50)],
        [[1000, 1000, 1000, 1950]],
        { quiet: 6000 },
      ],
    ],
    page,
  );
});

describe('in Blobs, known by their size', () => {
  tellsTurns(
    'gemini-live',
    [
      [
        'a text turn',
        [
          [0, 'out setup'],
          [200, 'in #26'],
          [1000, 'out clientContent.turns'],
          [1500, 'in #'],
          ...stream(2000, 'in #+', 20, 40, 2768),
          [2900, 'in #60'],
          [4900, 'in #'],
        ],
        [[1000, 1000, 1000, 1900]],
      ],
      [
        'an interruption',
        [
          [1000, 'out clientContent.turns'],
          ...stream(2000, 'in #+', 20, 40, 2768),
          [2900, 'in #53'],
          [2910, 'in #54'],
        ],
        [[1000, 1000, 1000, null, 'cut']],
      ],
    ],
    page,
  );
});
