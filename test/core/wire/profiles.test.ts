import { describe, expect, test } from 'vitest';
import { createWire } from '../../../src/core/turns';
import { NO_CONVERSATION, PROFILES } from '../../../src/core/wire';
import { findProfile } from '../../../src/core/wire/find';
import { typeOf } from '../../../src/page/message-type';
import { anEndpoint } from '../facts';
import { type Message, runsOf } from './conversation';

/** A frame whose type the page would tell by this name. */
const frameOf = (type: string): [data: unknown, size: number] => {
  const text = (value: unknown): [string, number] => [JSON.stringify(value), 100];
  if (type.startsWith('#')) {
    const size = type === '#' ? 500 : type === '#+' ? 5000 : Number(type.slice(1));
    return [new Blob(['x'.repeat(size)]), size];
  }
  const [container, key = ''] = type.split('.', 2);
  if (/^(server|client)_?[cC]ontent$|^realtime_?[iI]nput$/.test(container ?? ''))
    return text({
      [container ?? '']:
        key === 'inlineData' ? { modelTurn: { parts: [{ inlineData: 1 }] } } : { [key]: {} },
    });
  const [name, about] = type.split(':');
  if (about === 'null') return text({ type: name, audio: null });
  if (about) {
    const of = name === 'control' ? 'text' : name === 'state' ? 'state' : 'role';
    return text({ type: name, [of]: about });
  }
  if (
    /_event$|^(setup|setupComplete|toolCall|toolResponse|tool_response|text_response_part)$/.test(
      type,
    )
  )
    return text({ [type]: {} });
  return text(type === 'user_audio_chunk' ? { [type]: 'x' } : { type });
};

describe.each([...PROFILES, NO_CONVERSATION])('$id', ({ marks, roles, queue }) => {
  const names = [...marks, ...Object.keys(roles), ...Object.values(queue ?? {}).flat()];
  test.each([...new Set(names)])('the page tells "%s"', (name) => {
    const [direction, type] = name.split(/ (.*)/) as [string, string];
    expect(['in', 'out']).toContain(direction);
    expect(typeOf(...frameOf(type))).toBe(type);
  });
});

const profileFor = (url: string, messages: Message[] = [], before: string | null = null) =>
  findProfile({ ...createWire(), profile: before }, anEndpoint({ url }), runsOf(messages))?.id;

describe('known by its address', () => {
  const google =
    'wss://generativelanguage.googleapis.com/ws/google.ai.generativelanguage.v1beta.GenerativeService.';
  test.each([
    ['wss://api.openai.com/v1/realtime', 'openai-realtime'],
    ['wss://x.openai.azure.com/openai/realtime', 'openai-realtime'],
    ['wss://x.openai.azure.com/openai/v1/realtime', 'openai-realtime'],
    ['wss://x.services.ai.azure.com/voice-live/realtime', 'openai-realtime'],
    ['wss://dashscope.aliyuncs.com/api-ws/v1/realtime', 'openai-realtime'],
    ['wss://api.openai.com/v1/live/sessions', 'openai-live'],
    ['wss://api.openai.com/v1/responses', 'openai-responses'],
    [`${google}BidiGenerateContent`, 'gemini-live'],
    [`${google}BidiGenerateContentConstrained`, 'gemini-live'],
    [
      'wss://firebasevertexai.googleapis.com/ws/google.firebase.vertexai.v1beta.LlmBidiService/BidiGenerateContent/locations/x',
      'gemini-live',
    ],
    [`${google}BidiGenerateMusic`, undefined],
    ['wss://agent.deepgram.com/v1/agent/converse', 'deepgram-agent'],
    ['wss://agent.deepgram.com/agent', 'deepgram-agent'],
    ['wss://api.deepgram.com/v2/listen', 'none'],
    ['wss://api.deepgram.com/v1/speak', 'none'],
    ['wss://api.elevenlabs.io/v1/convai/conversation', 'elevenlabs-agent'],
    ['wss://api.elevenlabs.io/v1/text-to-speech/voice/stream-input', 'none'],
    ['wss://api.elevenlabs.io/v1/speech-to-text/realtime', 'none'],
    ['wss://api.hume.ai/v0/evi/chat', 'hume-evi'],
    ['wss://agents.assemblyai.com/v1/ws', 'assemblyai-agent'],
    ['wss://voice.ultravox.ai/calls/1/join', 'ultravox'],
    ['wss://x.livekit.cloud/rtc', 'none'],
    ['wss://voice.example/client-ws', undefined],
    ['wss://voice.example/listen', undefined],
    ['wss://voice.example/speak', undefined],
  ])('%s: %s', (url, id) => {
    expect(profileFor(url)).toBe(id);
  });
});

describe('known by its messages', () => {
  test.each([
    ['in session.created', 'openai-realtime'],
    ['in response.created', 'openai-realtime'],
    ['in session.started', 'openai-live'],
    ['out setup', 'gemini-live'],
    ['in ConversationText:user', 'deepgram-agent'],
    ['in audio_event', 'elevenlabs-agent'],
    ['in input.speech.started', 'assemblyai-agent'],
    ['in user_interruption', 'hume-evi'],
    ['in playback_clear_buffer', 'ultravox'],
    ['in bot-ready', 'rtvi'],
    ['in set-model-and-conf', 'open-llm-vtuber'],
    ['in Results', 'none'],
    ['out session.created', undefined],
    ['in audio', undefined],
    ['in message', undefined],
  ])('%s: %s', (mark, id) => {
    expect(
      profileFor('wss://proxy.example/ws', [
        [0, 'out hello'],
        [1, mark],
      ]),
    ).toBe(id);
  });

  test('no message tells two of them', () => {
    const marks = [...PROFILES, NO_CONVERSATION].flatMap((profile) => profile.marks);
    expect(new Set(marks).size).toBe(marks.length);
  });

  test('what is known stays, but that there is no conversation', () => {
    const created: Message[] = [[0, 'in session.created']];
    expect(profileFor('wss://proxy.example/ws', created, 'rtvi')).toBe('rtvi');
    expect(profileFor('wss://proxy.example/ws', [], 'none')).toBe('none');
    expect(profileFor('wss://proxy.example/ws', created, 'none')).toBe('openai-realtime');
    expect(profileFor('wss://proxy.example/rtc', created)).toBe('openai-realtime');
  });
});
