import type { WireProfile } from './profile';

/* Ultravox over a socket; in browsers it mostly speaks WebRTC. The server tells what the agent does. */
export const ultravox: WireProfile = {
  id: 'ultravox',
  address: /\/\/[^/]*\.ultravox\.ai\//,
  marks: ['in playback_clear_buffer', 'in client_tool_invocation'],
  roles: {
    'out #': 'input',
    'out #+': 'input',
    'out user_text_message': 'begins',
    'out client_tool_result': 'tool',
    'in state:thinking': 'begins',
    'in state:speaking': 'answers',
    'in transcript:agent': 'answers',
    'in #': 'sounds',
    'in #+': 'sounds',
    'in client_tool_invocation': 'tool',
    'in state:listening': 'ends',
    'in playback_clear_buffer': 'interrupted',
  },
  mustEnd: 'answered',
};
