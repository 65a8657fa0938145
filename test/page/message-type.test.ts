import { describe, expect, test } from 'vitest';
import { typeOf } from '../../src/page/message-type';

/** Long enough that nothing behind it is looked at. */
const LONG = 'DgAJAAkADwAHAA4A'.repeat(300);
const text = (frame: string): string => typeOf(frame, frame.length);
const bytes = (frame: string): string => {
  const { buffer, byteLength } = new TextEncoder().encode(frame);
  return typeOf(buffer, byteLength);
};
const envelope = (inside: string): string => `{\n  "serverContent": {\n    ${inside}\n  }\n}\n`;

const ID = '"event_id":"event_AIu0Qc68KtxOeLBm8g42y"';
const FRAMES: [protocol: string, frame: string, type: string][] = [
  ['openai', `{"type":"session.created",${ID},"session":{}}`, 'session.created'],
  [
    'openai',
    `{"type":"conversation.item.input_audio_transcription.completed",${ID}}`,
    'conversation.item.input_audio_transcription.completed',
  ],
  [
    'openai',
    `{"type":"response.output_audio.delta",${ID},"delta":"${LONG}"}`,
    'response.output_audio.delta',
  ],
  ['openai', `{"type":"input_audio_buffer.append","audio":"${LONG}"}`, 'input_audio_buffer.append'],
  [
    'openai, id first',
    `{"event_id":"evt_AbCdEfGhIjKlMnOpQ","type":"response.create"}`,
    'response.create',
  ],
  ['qwen', `{${ID},"type":"response.audio.delta","delta":"${LONG}"}`, 'response.audio.delta'],
  [
    'glm',
    `{"event_id":"event89a3eb3140b54bd6b89952793d5b2f19","type":"response.audio.delta"}`,
    'response.audio.delta',
  ],
  [
    'gemini, compact',
    `{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"data":"${LONG}"}}]}}}`,
    'serverContent.inlineData',
  ],
  [
    'gemini, Python',
    '{"serverContent": {"modelTurn": {"parts": [{"text": "Hi"}]}}}',
    'serverContent.modelTurn',
  ],
  ['gemini', '{"setup":{"model":"models/gemini-2.5-flash"}}', 'setup'],
  ['gemini', `{"realtimeInput":{"audio":{"data":"${LONG}"}}}`, 'realtimeInput.audio'],
  ['gemini', `{"realtimeInput":{"mediaChunks":[{"data":"${LONG}"}]}}`, 'realtimeInput.mediaChunks'],
  ['gemini', '{"realtimeInput":{"audioStreamEnd":true}}', 'realtimeInput.audioStreamEnd'],
  ['gemini', '{"clientContent":{"turns":[{"parts":[{"text":"Hi"}]}]}}', 'clientContent.turns'],
  ['gemini, snake', '{"realtime_input": {"media_chunks": []}}', 'realtime_input.media_chunks'],
  ['gemini', '{"toolResponse":{"functionResponses":[]}}', 'toolResponse'],
  ['deepgram', '{"type":"ConversationText","role":"user","content":"Hi"}', 'ConversationText:user'],
  [
    'deepgram',
    '{"type":"ConversationText","role":"assistant","content":"Hi"}',
    'ConversationText:assistant',
  ],
  ['deepgram', '{"type":"AgentAudioDone"}', 'AgentAudioDone'],
  ['deepgram stt', '{"type":"Results","channel_index":[0,1]}', 'Results'],
  ['elevenlabs', `{"audio_event":{"audio_base_64":"${LONG}"},"type":"audio"}`, 'audio_event'],
  ['elevenlabs, type first', `{"type":"audio","audio_event":{"audio_base_64":"${LONG}"}}`, 'audio'],
  [
    'elevenlabs',
    '{"text_response_part":{"text":"","type":"start"},"type":"agent_chat_response_part"}',
    'text_response_part',
  ],
  [
    'elevenlabs',
    '{"user_transcription_event":{"user_transcript":"Hey"},"type":"user_transcript"}',
    'user_transcription_event',
  ],
  ['elevenlabs', `{"user_audio_chunk":"${LONG}"}`, 'user_audio_chunk'],
  ['elevenlabs', '{"type":"pong","event_id":3}', 'pong'],
  ['open-llm-vtuber', `{"type": "audio", "audio": "UklGR${LONG}"}`, 'audio'],
  ['open-llm-vtuber', '{"type": "audio", "audio": null, "volumes": []}', 'audio:null'],
  [
    'open-llm-vtuber',
    '{"type": "control", "text": "conversation-chain-start"}',
    'control:conversation-chain-start',
  ],
  ['open-llm-vtuber', '{"type": "full-text", "text": "Thinking..."}', 'full-text'],
  ['open-llm-vtuber', '{"type":"mic-audio-data","audio":[0.0001,-0.0003]}', 'mic-audio-data'],
  ['hume', `{"type":"audio_output","id":"a1","index":0,"data":"${LONG}"}`, 'audio_output'],
  ['ultravox', '{"type":"transcript","role":"agent","medium":"voice"}', 'transcript:agent'],
  ['ultravox', '{"type":"state","state":"thinking"}', 'state:thinking'],
  [
    'rtvi',
    '{"label": "rtvi-ai", "type": "bot-llm-text", "data": {"text": "Sure"}}',
    'bot-llm-text',
  ],
  ['graphql-ws', '{"id":"3f1c","type":"next","payload":{"data":{"type":"x"}}}', 'next'],
  ['signalr', '{"type":6}\u001e', ''],
  ['phoenix', '["3","3","room:lobby","phx_reply",{"status":"ok"}]', ''],
  ['socket.io', '42["message",{"type":"hello"}]', ''],
  ['plain text', 'type: hello', ''],
  ['nothing', '', ''],
  ['an empty object', '{}', ''],
  ['the beginning of one', '{', ''],
];

test.each(FRAMES)('%s: %s', (_protocol, frame, type) => {
  expect(text(frame)).toBe(type);
});

describe('binary', () => {
  test.each([
    ['setup', '{\n  "setupComplete": {}\n}\n', 'setupComplete'],
    [
      'sound',
      envelope(
        `"modelTurn": {\n      "parts": [\n        {\n          "inlineData": {\n            "data": "${LONG}"`,
      ),
      'serverContent.inlineData',
    ],
    [
      'a thought',
      envelope('"modelTurn": {\n      "parts": [\n        {\n          "text": "**Thinking**"'),
      'serverContent.modelTurn',
    ],
    ['the end', envelope('"generationComplete": true'), 'serverContent.generationComplete'],
    ['an interruption', envelope('"interrupted": true'), 'serverContent.interrupted'],
    [
      'a transcript',
      envelope('"inputTranscription": {\n      "text": " hello"'),
      'serverContent.inputTranscription',
    ],
  ])('JSON of Gemini: %s', (_what, frame, type) => {
    expect(bytes(frame)).toBe(type);
  });

  test('its short messages by their size, where it comes as a Blob', () => {
    const sizes = ['generationComplete', 'interrupted', 'turnComplete'].map((key) => {
      const frame = envelope(`"${key}": true`);
      return typeOf(new Blob([frame]), frame.length);
    });
    expect(sizes).toEqual(['#60', '#53', '#54']);
    expect(typeOf(new Blob(['{\n  "setupComplete": {}\n}\n']), 26)).toBe('#26');
  });

  test.each([
    [0, '#0'],
    [99, '#99'],
    [100, '#'],
    [999, '#'],
    [1000, '#+'],
  ])('%d bytes', (size, type) => {
    expect(typeOf(new ArrayBuffer(size), size)).toBe(type);
    expect(typeOf(new Uint8Array(size), size)).toBe(type);
  });

  test('sound that happens to begin like JSON', () => {
    expect(typeOf(new Uint8Array(3200).fill(123).buffer, 3200)).toBe('#+');
  });
});

describe('nothing of what is said', () => {
  const SECRET = 'my-secret';
  test.each([
    `{"t":"${SECRET}"}`,
    `{"server":"${SECRET}"}`,
    `{"serverContent":"${SECRET}"}`,
    `{"type":"message","text":"${SECRET}"}`,
    `{"type":"control","text":"${SECRET} and more"}`,
    `{"type":"chat","role":"${SECRET} and more"}`,
    `{"type":"${SECRET} and more"}`,
    `{"text":"\\"type\\":\\"${SECRET}\\""}`,
    `{"type":"x","role":"${SECRET}${'y'.repeat(200)}`,
    `{"${SECRET} and more":1}`,
  ])('%s', (frame) => {
    expect(text(frame)).not.toContain(SECRET);
  });

  test('no name is longer than the limit', () => {
    expect(text(`{"type":"${'x'.repeat(60)}","role":"${'y'.repeat(30)}"}`)).toHaveLength(63);
    expect(text(`{"type":"${'x'.repeat(70)}"}`)).toBe('');
  });
});

test.each([
  ['a number', 123456, '#6'],
  ['null', null, '#4'],
  ['undefined', undefined, '#9'],
])('what the browser turns into text is counted: %s', (_what, data, type) => {
  expect(typeOf(data, String(data).length)).toBe(type);
});
