import type { Role, WireProfile } from './profile';

/** What the server says of an answer, in the names of the beta, of today, and of Qwen's clone. */
export const OPENAI_ANSWER: Readonly<Record<string, Role>> = {
  'in response.created': 'acknowledges',
  'in response.output_item.added': 'acknowledges',
  'in response.content_part.added': 'acknowledges',
  'in response.text.delta': 'answers',
  'in response.text.text': 'answers',
  'in response.output_text.delta': 'answers',
  'in response.audio_transcript.delta': 'answers',
  'in response.audio_transcript.text': 'answers',
  'in response.output_audio_transcript.delta': 'answers',
  'in response.audio.delta': 'sounds',
  'in response.output_audio.delta': 'sounds',
  'in response.function_call_arguments.delta': 'tool',
  'in response.function_call_arguments.done': 'tool',
  'in response.mcp_call.in_progress': 'tool',
  'in response.done': 'ends',
  'in response.completed': 'ends',
  'in response.failed': 'ends',
  'in response.incomplete': 'ends',
};

/*
 * OpenAI Realtime and those that speak it (Azure, xAI, Qwen, GLM, Inworld …). Where the server hears the
 * end of speech, its own wait for silence (200–800 ms) is over by then and in no number here. Sessions
 * that transcribe or translate end speech as well, and begin no turn.
 */
export const openaiRealtime: WireProfile = {
  id: 'openai-realtime',
  address: /\/v1\/realtime$|\/openai\/realtime$|\/voice-live\/realtime$/,
  marks: [
    'out input_audio_buffer.append',
    'in session.created',
    'in input_audio_buffer.speech_started',
    'in response.created',
  ],
  roles: {
    ...OPENAI_ANSWER,
    'out input_audio_buffer.append': 'input',
    'out session.input_audio_buffer.append': 'input',
    // xAI takes and gives audio as it is.
    'out #': 'input',
    'out #+': 'input',
    'out conversation.item.create': 'input',
    'out input_audio_buffer.commit': 'begins',
    'out response.create': 'asks',
    'out response.cancel': 'interrupted',
    'out conversation.item.truncate': 'interrupted',
    'out output_audio_buffer.clear': 'interrupted',
    'in input_audio_buffer.speech_started': 'speaks',
    'in input_audio_buffer.speech_stopped': 'stops',
    'in input_audio_buffer.committed': 'acknowledges',
    'in #': 'sounds',
    'in #+': 'sounds',
    'in output_audio_buffer.stopped': 'played',
  },
  mustEnd: 'answered',
};
