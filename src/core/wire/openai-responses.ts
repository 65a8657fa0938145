import { OPENAI_ANSWER } from './openai-realtime';
import type { WireProfile } from './profile';

/* OpenAI Responses over a socket: what asks for an answer carries what the user wrote. */
export const openaiResponses: WireProfile = {
  id: 'openai-responses',
  address: /\/v1\/responses$/,
  marks: [],
  roles: {
    ...OPENAI_ANSWER,
    'out response.create': 'begins',
    'out response.cancel': 'interrupted',
  },
  mustEnd: 'begun',
};
