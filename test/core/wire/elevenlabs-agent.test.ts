import { type Message, stream } from './conversation';
import { tellsTurns } from './scenarios';

const session = (until: number): Message[] => [
  [0, 'out conversation_initiation_client_data'],
  [100, 'in conversation_initiation_metadata_event'],
  ...stream(200, 'out user_audio_chunk', until / 100, 100, 4300),
  ...stream(2000, 'in ping_event', until / 2000, 2000, 60),
  ...stream(2010, 'out pong', until / 2000, 2000, 30),
  ...stream(150, 'in vad_score_event', until / 500, 500, 60),
];
const answer = (at: number): Message[] => [
  [at, 'in agent_response_event'],
  ...stream(at + 10, 'in audio_event', 10, 100, 9000),
];

tellsTurns('elevenlabs-agent', [
  [
    'a voice turn, over when it is quiet',
    [...session(20_000), [3000, 'in user_transcription_event'], ...answer(4000)],
    [[3000, 1000, 1010, 1910]],
  ],
  [
    'a type written first is the same',
    [
      ...session(12_000),
      [3000, 'in user_transcript'],
      [4000, 'in agent_response'],
      ...stream(4010, 'in audio', 10, 100),
    ],
    [[3000, 1000, 1010, 1910]],
  ],
  [
    'a text turn that is streamed, with an end that was asked for',
    [
      [0, 'out conversation_initiation_client_data'],
      [1000, 'out user_message'],
      ...stream(1500, 'in text_response_part', 20, 40),
      [2400, 'in agent_response_complete_event'],
    ],
    [[1000, 500, null, 1400]],
  ],
  ['a greeting is no turn', [...session(8000), ...answer(300)], []],
  [
    'the user interrupts',
    [
      ...session(20_000),
      [3000, 'in user_transcription_event'],
      ...answer(4000),
      [5000, 'in interruption_event'],
      [5010, 'in agent_response_correction_event'],
      [7000, 'in user_transcription_event'],
      ...answer(7900),
    ],
    [
      [3000, 1000, 1010, null, 'cut'],
      [7000, 900, 910, 1810],
    ],
  ],
  [
    'a tool call that takes long is a part of its turn',
    [
      ...session(20_000),
      [3000, 'in user_transcription_event'],
      [3500, 'in agent_response_event'],
      [3600, 'in client_tool_call'],
      [9000, 'out client_tool_result'],
      ...answer(10_000),
    ],
    [[3000, 500, 7010, 7910]],
  ],
  [
    'one that leads to nothing ends it',
    [
      ...session(4000),
      [3000, 'in user_transcription_event'],
      [3500, 'in agent_response_event'],
      [3600, 'in client_tool_call'],
    ],
    [[3000, 500, null, 500]],
    { quiet: 40_000 },
  ],
]);
