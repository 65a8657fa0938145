import { type Message, stream } from './conversation';
import { tellsTurns } from './scenarios';

const USER = 'in ConversationText:user';
const AGENT = 'in ConversationText:assistant';
const DONE = 'in AgentAudioDone';

const session = (until: number): Message[] => [
  [0, 'in Welcome'],
  [10, 'out Settings'],
  [100, 'in SettingsApplied'],
  ...stream(200, 'out #+', until / 60, 60, 1920),
  ...stream(4000, 'out KeepAlive', until / 5000, 5000),
];
const answer = (at: number): Message[] => [
  [at, AGENT],
  [at + 4, 'in History:assistant'],
  ...stream(at + 100, 'in #+', 20, 40, 1920),
  [at + 890, 'in #'],
  [at + 900, DONE],
];

tellsTurns('deepgram-agent', [
  [
    'a voice turn',
    [
      ...session(6000),
      [1000, 'in UserStartedSpeaking'],
      [2900, USER],
      [2905, 'in History:user'],
      [2950, 'in AgentThinking'],
      ...answer(4100),
    ],
    [[2900, 1200, 1300, 2100]],
  ],
  [
    'a text turn and its echo',
    [...session(3000), [1000, 'out InjectUserMessage'], [1080, USER], ...answer(2000)],
    [[1000, 1000, 1100, 1900]],
  ],
  [
    'more is said before the answer',
    [
      ...session(6000),
      [1000, 'in UserStartedSpeaking'],
      [2000, USER],
      [2500, 'in UserStartedSpeaking'],
      [3500, USER],
      ...answer(4500),
    ],
    [[3500, 1000, 1100, 1900]],
  ],
  [
    'the user interrupts, and is answered soon',
    [
      ...session(9000),
      [1000, USER],
      [2000, AGENT],
      ...stream(2100, 'in #+', 20, 40),
      [3000, 'in UserStartedSpeaking'],
      [3010, DONE],
      [3700, USER],
      ...answer(4300),
    ],
    [
      [1000, 1000, 1100, null, 'cut'],
      [3700, 600, 700, 1500],
    ],
  ],
  [
    'a tool call is a part of its turn',
    [
      ...session(9000),
      [1000, USER],
      [1500, 'in FunctionCallRequest'],
      [2500, 'out FunctionCallResponse'],
      ...answer(3500),
    ],
    [[1000, 2500, 2600, 3400]],
  ],
  ['a greeting is no turn', [...session(3000), ...answer(400)], []],
]);
