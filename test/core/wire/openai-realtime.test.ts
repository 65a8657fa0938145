import type { Message } from './conversation';
import { stream } from './conversation';
import { tellsTurns } from './scenarios';

const STARTED = 'in input_audio_buffer.speech_started';
const STOPPED = 'in input_audio_buffer.speech_stopped';
const AUDIO = 'in response.output_audio.delta';
const TEXT = 'in response.output_text.delta';

/** A microphone that goes on, with what is said on top. */
const open = (until: number): Message[] => [
  [0, 'in session.created'],
  ...stream(5, 'out input_audio_buffer.append', until / 40, 40, 900),
];
const spoken = (from: number, to: number): Message[] => [
  [from, STARTED],
  [to, STOPPED],
  [to + 2, 'in input_audio_buffer.committed'],
  [to + 4, 'in conversation.item.added'],
  [to + 30, 'in response.created'],
];

tellsTurns('openai-realtime', [
  [
    'a text turn, as it was recorded',
    [
      [0, 'in session.created'],
      [1154, 'out conversation.item.create'],
      [1154, 'out response.create'],
      [1422, 'in conversation.item.added'],
      [1434, 'in response.created'],
      [1629, 'in response.output_item.added'],
      [1630, TEXT],
      [1672, 'in response.done'],
      [1716, 'in rate_limits.updated'],
    ],
    [[1154, 476, null, 518]],
  ],
  [
    'a voice turn with an open microphone',
    [
      ...open(6000),
      ...spoken(1000, 2000),
      [2490, 'in response.output_audio_transcript.delta'],
      ...stream(2500, AUDIO, 20, 50),
      [3600, 'in response.done'],
    ],
    [[2000, 490, 500, 1600]],
  ],
  [
    'push to talk: commit and request are one begin',
    [
      [0, 'in session.created'],
      ...stream(100, 'out input_audio_buffer.append', 20, 50),
      [1200, 'out input_audio_buffer.commit'],
      [1202, 'out response.create'],
      [1240, 'in input_audio_buffer.committed'],
      [1300, 'in response.created'],
      [1700, 'in response.audio.delta'],
      [2500, 'in response.done'],
    ],
    [[1200, 500, 500, 1300]],
  ],
  [
    'a page that looks something up before it asks: the user waits since he ended',
    [
      ...open(9000),
      [1000, STARTED],
      [2000, STOPPED],
      [2002, 'in input_audio_buffer.committed'],
      [4500, 'out conversation.item.create'],
      [4501, 'out response.create'],
      [4600, 'in response.created'],
      [5000, AUDIO],
      [6000, 'in response.done'],
    ],
    [[2000, 3000, 3000, 4000]],
  ],
  [
    'a tool call is a part of its turn',
    [
      ...open(9000),
      ...spoken(1000, 2000),
      [2500, 'in response.function_call_arguments.delta'],
      [2600, 'in response.function_call_arguments.done'],
      [2610, 'in response.done'],
      [3600, 'out conversation.item.create'],
      [3601, 'out response.create'],
      [3700, 'in response.created'],
      ...stream(4000, AUDIO, 10, 50),
      [4700, 'in response.done'],
    ],
    [[2000, 2000, 2000, 2700]],
  ],
  [
    'something said, then a tool call, then more',
    [
      ...open(9000),
      ...spoken(1000, 2000),
      [2300, AUDIO],
      [2600, 'in response.function_call_arguments.done'],
      [2610, 'in response.done'],
      [3601, 'out response.create'],
      [3700, 'in response.created'],
      [4000, AUDIO],
      [4700, 'in response.done'],
    ],
    [[2000, 300, 300, 2700]],
  ],
  [
    'a tool call that leads to nothing more: its own end was the end',
    [
      ...open(4000),
      ...spoken(1000, 2000),
      [2300, AUDIO],
      [2600, 'in response.function_call_arguments.done'],
      [2610, 'in response.done'],
    ],
    [[2000, 300, 300, 610]],
    { quiet: 40_000 },
  ],
  [
    'the next turn ends one whose tool call led to nothing',
    [
      ...open(9000),
      ...spoken(1000, 2000),
      [2600, 'in response.function_call_arguments.done'],
      [2610, 'in response.done'],
      ...spoken(5000, 6000),
      [6500, AUDIO],
      [7000, 'in response.done'],
    ],
    [
      [2000, null, null, 610],
      [6000, 500, 500, 1000],
    ],
  ],
  [
    'the user interrupts; what is on its way of the old answer is not the next one',
    [
      ...open(9000),
      ...spoken(0, 1000),
      ...stream(1500, AUDIO, 20, 50),
      [2500, STARTED],
      [2520, AUDIO],
      [2530, 'out conversation.item.truncate'],
      [2540, 'in response.done'],
      ...spoken(2500, 3300).slice(1),
      [3900, AUDIO],
      [5000, 'in response.done'],
    ],
    [
      [1000, 500, 500, null, 'cut'],
      [3300, 600, 600, 1700],
    ],
  ],
  [
    'the user interrupts by writing',
    [
      [0, 'in session.created'],
      [1000, 'out conversation.item.create'],
      [1000, 'out response.create'],
      [1100, 'in response.created'],
      ...stream(1500, TEXT, 20, 50),
      [2460, 'out response.cancel'],
      [2461, 'out conversation.item.create'],
      [2461, 'out response.create'],
      [2480, TEXT],
      [2530, 'in response.done'],
      [2600, 'in response.created'],
      [3000, TEXT],
      [3100, 'in response.done'],
    ],
    [
      [1000, 500, null, null, 'cut'],
      [2461, 539, null, 639],
    ],
  ],
  [
    'a second sentence before the first was answered: one turn, from the second on',
    [
      ...open(9000),
      ...spoken(1000, 2000),
      [2700, STARTED],
      [2710, 'in response.done'],
      ...spoken(2700, 4000).slice(1),
      [4500, AUDIO],
      [5000, 'in response.done'],
    ],
    [[4000, 500, 500, 1000]],
  ],
  [
    'a greeting is no turn',
    [
      [0, 'in session.created'],
      [10, 'out session.update'],
      [20, 'out response.create'],
      [100, 'in response.created'],
      ...stream(500, AUDIO, 10, 50),
      [1100, 'in response.done'],
    ],
    [],
  ],
  [
    'a session that transcribes has none',
    [
      ...open(12_000),
      [1000, STARTED],
      [2000, STOPPED],
      [2001, 'in conversation.item.input_audio_transcription.delta'],
      [9000, STARTED],
      [9900, STOPPED],
    ],
    [],
  ],
  [
    'simultaneous translation has none',
    [
      ...open(9000),
      [1000, STARTED],
      [1900, 'in response.created'],
      [2000, 'in response.audio_transcript.text'],
      ...stream(2100, 'in response.audio.delta', 70, 50),
      [5600, STOPPED],
      [5800, 'in response.done'],
    ],
    [],
  ],
  [
    'nor has it where its answer was announced as soon as the user began',
    [
      ...open(9000),
      [1000, STARTED],
      [1200, 'in response.created'],
      ...stream(2100, 'in response.audio.delta', 72, 50),
      [5600, STOPPED],
      [5800, 'in response.done'],
    ],
    [],
  ],
  [
    'keep-alives and limits begin and end nothing',
    [
      ...open(9000),
      ...stream(100, 'in ping', 20, 400),
      ...spoken(1000, 2000),
      [2500, AUDIO],
      [2600, 'in rate_limits.updated'],
      [3000, 'in response.done'],
    ],
    [[2000, 500, 500, 1000]],
  ],
  [
    'sound as it is (xAI)',
    [
      [0, 'in session.created'],
      ...stream(5, 'out #+', 80, 40),
      ...spoken(1000, 2000),
      ...stream(2600, 'in #+', 10, 40),
      [3100, 'in response.done'],
    ],
    [[2000, 600, 600, 1100]],
  ],
]);
