import type { WireProfile } from './profile';

/*
 * ElevenLabs agents over a socket (their own client speaks WebRTC by default). The service writes `type`
 * last, so a frame is known by its first key; others write it first. A turn begins with the final
 * transcript, and the time that took is in no number here. The end of an answer is told only on request.
 */
export const elevenlabsAgent: WireProfile = {
  id: 'elevenlabs-agent',
  address: /\/v1\/convai\/conversation$/,
  marks: [
    'out user_audio_chunk',
    'out conversation_initiation_client_data',
    'in conversation_initiation_metadata_event',
    'in conversation_initiation_metadata',
    'in user_transcription_event',
    'in agent_response_event',
    'in audio_event',
  ],
  roles: {
    'out user_audio_chunk': 'input',
    'out user_message': 'begins',
    'out multimodal_message': 'begins',
    'out client_tool_result': 'tool',
    'in user_transcription_event': 'begins',
    'in user_transcript': 'begins',
    'in text_response_part': 'answers',
    'in agent_chat_response_part': 'answers',
    'in agent_response_event': 'answers',
    'in agent_response': 'answers',
    'in audio_event': 'sounds',
    'in audio': 'sounds',
    'in client_tool_call': 'tool',
    'in agent_tool_request': 'tool',
    'in agent_response_complete_event': 'ends',
    'in agent_response_complete': 'ends',
    'in interruption_event': 'interrupted',
    'in interruption': 'interrupted',
    'in agent_response_correction_event': 'interrupted',
    'in agent_response_correction': 'interrupted',
  },
  idleMs: 3000,
};
