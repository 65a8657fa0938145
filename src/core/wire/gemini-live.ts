import type { WireProfile } from './profile';

/*
 * Gemini Live. Its JSON comes in binary frames, which Google's own clients take as Blobs: of those the size
 * alone is known, and exact for the short ones as the service prints them (53 bytes are `interrupted`, 54
 * `turnComplete`, 60 `generationComplete`). A text part is a thought where sound is asked for, and the
 * answer where text is.
 */
export const geminiLive: WireProfile = {
  id: 'gemini-live',
  address: /\.BidiGenerateContent|\/BidiGenerateContent/,
  marks: [
    'out setup',
    'out realtimeInput.audio',
    'out realtimeInput.mediaChunks',
    'out realtime_input.media_chunks',
    'in setupComplete',
    'in serverContent.inlineData',
    'in serverContent.modelTurn',
  ],
  roles: {
    'out realtimeInput.audio': 'input',
    'out realtimeInput.mediaChunks': 'input',
    'out realtime_input.audio': 'input',
    'out realtime_input.media_chunks': 'input',
    'out realtimeInput.activityStart': 'speaks',
    'out realtimeInput.activityEnd': 'begins',
    'out realtimeInput.audioStreamEnd': 'begins',
    'out realtimeInput.text': 'begins',
    'out clientContent.turns': 'begins',
    'out clientContent.turnComplete': 'begins',
    'out client_content.turns': 'begins',
    'out client_content.turn_complete': 'begins',
    'out toolResponse': 'tool',
    'out tool_response': 'tool',
    'in serverContent.inputTranscription': 'heard',
    'in serverContent.interimInputTranscription': 'heard',
    'in serverContent.outputTranscription': 'answers',
    'in serverContent.inlineData': 'sounds',
    'in #+': 'sounds',
    'in serverContent.modelTurn': 'weak',
    'in toolCall': 'tool',
    'in serverContent.generationComplete': 'ends',
    'in #60': 'ends',
    'in serverContent.turnComplete': 'ends',
    'in #54': 'ends',
    'in serverContent.interrupted': 'interrupted',
    'in #53': 'interrupted',
  },
  openMicrophone: true,
  // The end may come in a Blob of another size.
  idleMs: 5000,
};
