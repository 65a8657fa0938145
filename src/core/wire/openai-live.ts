import type { WireProfile } from './profile';

/*
 * OpenAI's live sessions. Sound goes both ways all the time, silence too, and nothing says when anybody
 * begins or ends: transcripts alone tell. The first sound of an answer is not known.
 */
export const openaiLive: WireProfile = {
  id: 'openai-live',
  address: /\/v1\/live\/sessions$/,
  marks: ['out session.start', 'out session.input_audio.append', 'in session.started'],
  roles: {
    'in session.input_transcript.delta': 'heard',
    'in session.output_transcript.delta': 'answers',
    'in session.delegation.created': 'tool',
  },
  openMicrophone: true,
  idleMs: 1500,
};
