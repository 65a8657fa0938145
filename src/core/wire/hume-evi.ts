import type { WireProfile } from './profile';

/*
 * Hume's EVI. A transcript of the user may come in several versions while he speaks: the last one before
 * the answer is the end of what he said.
 */
export const humeEvi: WireProfile = {
  id: 'hume-evi',
  address: /\/v0\/evi\/chat$/,
  marks: ['in assistant_prosody', 'in assistant_end', 'in user_interruption'],
  roles: {
    'out audio_input': 'input',
    'out user_input': 'begins',
    'out tool_response': 'tool',
    'in user_message': 'heard',
    'in assistant_message': 'answers',
    'in audio_output': 'sounds',
    'in tool_call': 'tool',
    'in assistant_end': 'ends',
    'in user_interruption': 'interrupted',
  },
  openMicrophone: true,
  mustEnd: 'answered',
};
