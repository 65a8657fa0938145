import type { WireProfile } from './profile';

/* AssemblyAI's voice agent: the server says when speech begins and ends. */
export const assemblyaiAgent: WireProfile = {
  id: 'assemblyai-agent',
  address: /\/\/agents\.assemblyai\.com\//,
  marks: ['in input.speech.started', 'in input.speech.stopped', 'in reply.audio'],
  roles: {
    'out input.audio': 'input',
    'out reply.create': 'asks',
    'in input.speech.started': 'speaks',
    'in input.speech.stopped': 'stops',
    'in reply.started': 'acknowledges',
    'in transcript.agent': 'answers',
    'in reply.audio': 'sounds',
    'in tool.call': 'tool',
    'in reply.done': 'ends',
  },
  mustEnd: 'answered',
};
