import type { WireProfile } from './profile';

/* RTVI (Pipecat) where it is plain JSON; its usual protobuf shows no types. */
export const rtvi: WireProfile = {
  id: 'rtvi',
  marks: [
    'out client-ready',
    'in bot-ready',
    'in user-stopped-speaking',
    'in bot-started-speaking',
    'in bot-llm-text',
  ],
  roles: {
    'out send-text': 'begins',
    'in user-started-speaking': 'speaks',
    'in user-stopped-speaking': 'stops',
    'in bot-llm-started': 'acknowledges',
    'in bot-llm-text': 'answers',
    'in bot-output': 'answers',
    'in bot-transcription': 'answers',
    'in bot-started-speaking': 'sounds',
    'in llm-function-call': 'tool',
    'in bot-stopped-speaking': 'ends',
  },
};
