import type { WireProfile } from './profile';

/*
 * What is known to be no conversation, however much its times look like one: speech to text and text to
 * speech (Deepgram, ElevenLabs), and the signalling of LiveKit, whose sound goes over WebRTC.
 */
export const noConversation: WireProfile = {
  id: 'none',
  address: /\/(v\d\/(listen|speak)|stream-input|speech-to-text\/[^/]+|rtc(\/v1)?)$/,
  marks: ['in Results', 'in UtteranceEnd', 'in TurnInfo'],
  roles: {},
};
