import type { WireProfile } from './profile';

/*
 * Deepgram's Voice Agent. Audio is binary both ways. Nothing says when the user stops speaking: a turn
 * begins with his final transcript, and the time that took is in no number here.
 */
export const deepgramAgent: WireProfile = {
  id: 'deepgram-agent',
  address: /\/agent\/converse$|\/\/agent\.deepgram\.com\/agent$/,
  marks: [
    'in SettingsApplied',
    'in ConversationText:user',
    'in ConversationText:assistant',
    'out InjectUserMessage',
  ],
  roles: {
    'out #': 'input',
    'out #+': 'input',
    'out InjectUserMessage': 'begins',
    'out ForceEndTurn': 'begins',
    'out FunctionCallResponse': 'tool',
    'in UserStartedSpeaking': 'speaks',
    'in ConversationText:user': 'begins',
    'in AgentThinking': 'acknowledges',
    'in AgentStartedSpeaking': 'acknowledges',
    'in ConversationText:assistant': 'answers',
    'in #': 'sounds',
    'in #+': 'sounds',
    'in FunctionCallRequest': 'tool',
    'in AgentAudioDone': 'ends',
  },
};
