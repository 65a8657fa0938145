import { describe } from 'vitest';
import { stream } from './conversation';
import { tellsTurns } from './scenarios';

describe('OpenAI live sessions: transcripts alone tell', () => {
  const sound = (until: number) => [
    ...stream(0, 'out session.input_audio.append', until / 40, 40),
    ...stream(10, 'in session.output_audio.delta', until / 40, 40),
  ];
  tellsTurns('openai-live', [
    [
      'a turn, over when it is quiet',
      [
        [0, 'out session.start'],
        ...sound(8000),
        ...stream(1000, 'in session.input_transcript.delta', 5, 200),
        ...stream(2400, 'in session.output_transcript.delta', 5, 200),
      ],
      [[1800, 600, null, 1400]],
    ],
    [
      'a greeting is no turn',
      [[0, 'out session.start'], ...sound(4000), [500, 'in session.output_transcript.delta']],
      [],
    ],
  ]);
});

describe('OpenAI Responses', () => {
  tellsTurns('openai-responses', [
    [
      'two turns on one socket',
      [
        [0, 'out response.create'],
        [100, 'in response.created'],
        ...stream(500, 'in response.output_text.delta', 10, 30),
        [900, 'in response.completed'],
        [5000, 'out response.create'],
        [5100, 'in response.created'],
        [5700, 'in response.output_text.delta'],
        [5900, 'in response.incomplete'],
      ],
      [
        [0, 500, null, 900],
        [5000, 700, null, 900],
      ],
      { url: 'wss://api.openai.com/v1/responses' },
    ],
  ]);
});

describe('AssemblyAI', () => {
  tellsTurns('assemblyai-agent', [
    [
      'a greeting, then a turn with a tool call',
      [
        ...stream(0, 'out input.audio', 160, 50),
        [100, 'in reply.started'],
        [200, 'in reply.audio'],
        [900, 'in reply.done'],
        [1500, 'in input.speech.started'],
        [2500, 'in input.speech.stopped'],
        [2600, 'in transcript.user'],
        [2700, 'in reply.started'],
        [3000, 'in tool.call'],
        [3010, 'in reply.done'],
        [3500, 'out tool.result'],
        [3600, 'in reply.started'],
        [4500, 'in reply.audio'],
        [5000, 'in transcript.agent'],
        [5100, 'in reply.done'],
      ],
      [[2500, 2000, 2000, 2600]],
    ],
  ]);
});

describe('Hume', () => {
  tellsTurns('hume-evi', [
    [
      'the last transcript before the answer ends the speech',
      [
        [0, 'in chat_metadata'],
        ...stream(100, 'out audio_input', 80, 100),
        [1500, 'in user_message'],
        [2800, 'in user_message'],
        [3300, 'in assistant_message'],
        [3350, 'in assistant_prosody'],
        ...stream(3400, 'in audio_output', 5, 200),
        [4500, 'in assistant_end'],
      ],
      [[2800, 500, 600, 1700]],
      { url: 'wss://api.hume.ai/v0/evi/chat' },
    ],
  ]);
});

describe('Ultravox', () => {
  tellsTurns('ultravox', [
    [
      'a turn and an interruption',
      [
        ...stream(0, 'out #+', 200, 40),
        [100, 'in state:listening'],
        [1000, 'in state:thinking'],
        [1900, 'in state:speaking'],
        ...stream(1950, 'in #+', 10, 40),
        [3000, 'in state:listening'],
        [5000, 'in state:thinking'],
        [5600, 'in state:speaking'],
        [6000, 'in playback_clear_buffer'],
        [6005, 'in state:listening'],
      ],
      [
        [1000, 900, 950, 2000],
        [5000, 600, null, null, 'cut'],
      ],
      { url: 'wss://voice.ultravox.ai/calls/1/server_web_socket' },
    ],
  ]);
});

describe('RTVI', () => {
  tellsTurns('rtvi', [
    [
      'a voice turn and a written one',
      [
        [0, 'out client-ready'],
        [100, 'in bot-ready'],
        [1000, 'in user-started-speaking'],
        [2000, 'in user-stopped-speaking'],
        [2100, 'in bot-llm-started'],
        [2500, 'in bot-llm-text'],
        [2700, 'in bot-started-speaking'],
        [4000, 'in bot-stopped-speaking'],
        [6000, 'out send-text'],
        [6400, 'in bot-llm-text'],
        [6700, 'in bot-started-speaking'],
        [7000, 'in bot-stopped-speaking'],
      ],
      [
        [2000, 500, 700, 2000],
        [6000, 400, 700, 1000],
      ],
    ],
  ]);
});
