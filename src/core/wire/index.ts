import { assemblyaiAgent } from './assemblyai-agent';
import { deepgramAgent } from './deepgram-agent';
import { elevenlabsAgent } from './elevenlabs-agent';
import { geminiLive } from './gemini-live';
import { humeEvi } from './hume-evi';
import { openLlmVtuber } from './open-llm-vtuber';
import { openaiLive } from './openai-live';
import { openaiRealtime } from './openai-realtime';
import { openaiResponses } from './openai-responses';
import type { WireProfile } from './profile';
import { rtvi } from './rtvi';
import { ultravox } from './ultravox';

export { noConversation as NO_CONVERSATION } from './no-conversation';

/** Every protocol that is known by name. One file each; a new one is a row here and a test. */
export const PROFILES: readonly WireProfile[] = [
  openLlmVtuber,
  openaiResponses,
  openaiLive,
  openaiRealtime,
  geminiLive,
  deepgramAgent,
  elevenlabsAgent,
  assemblyaiAgent,
  humeEvi,
  ultravox,
  rtvi,
];
