import type { WireProfile } from './profile';

/*
 * Open-LLM-VTuber (front end of 2025-09). "Thinking..." (`full-text`) comes at once and is no answer; the
 * first `audio` is, and so is one without sound, which carries a sentence. The page keeps speech in a
 * private queue and makes an element only when a piece's turn has come, so what waits shows in the messages
 * alone. An interrupted turn has no chain-end.
 */
export const openLlmVtuber: WireProfile = {
  id: 'open-llm-vtuber',
  marks: [
    'in control:conversation-chain-start',
    'in set-model-and-conf',
    'out frontend-playback-complete',
    'out audio-play-start',
  ],
  roles: {
    'out mic-audio-data': 'input',
    'out raw-audio-data': 'input',
    'out mic-audio-end': 'begins',
    'out text-input': 'begins',
    'out ai-speak-signal': 'begins',
    'in control:conversation-chain-start': 'acknowledges',
    'in full-text': 'acknowledges',
    'in tool_call_status': 'acknowledges',
    'in user-input-transcription': 'acknowledges',
    'in audio': 'sounds',
    'in audio:null': 'answers',
    'in backend-synth-complete': 'sent',
    'in control:conversation-chain-end': 'ends',
    'out interrupt-signal': 'interrupted',
    'out frontend-playback-complete': 'played',
    'out switch-config': 'switches',
  },
  mustEnd: 'begun',
  queue: {
    arrives: ['in audio'],
    starts: ['out audio-play-start'],
    clears: ['in control:conversation-chain-start', 'out interrupt-signal', 'out mic-audio-end'],
  },
};
