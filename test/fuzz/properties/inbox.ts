import fc from 'fast-check';
import { createInbox } from '../../../src/background/inbox';
import type { Request } from '../../../src/protocol/messages';
import { anyJson, anyThing, made, nastyText } from '../hostile-values';
import { assertUnpolluted } from '../measure';
import { mutated } from '../mutated';
import { fuzzed } from '../property';

const ID = 'abcdefghijklmnopabcdefghijklmnop';
const HOME = `chrome-extension://${ID}/`;
const REQUESTS = [
  { type: 'tabs' },
  { type: 'report', tabId: 7 },
  { type: 'markdown', tabId: 7 },
  { type: 'popup', tabId: 7 },
  { type: 'sources', tabId: 7 },
  { type: 'pause', tabId: 7, paused: true },
  { type: 'unregister-workers', tabId: 7 },
  { type: 'close-others', tabId: 7, tabIds: [8, 9] },
] as const;

const message = fc.oneof(
  fc.constantFrom<unknown>(...REQUESTS),
  mutated(fc.constantFrom<unknown>(...REQUESTS), anyJson),
  anyThing,
  fc.record({ type: fc.constant('gone'), load: fc.constantFrom('abc-1', '', 'ABC') }),
);
/** Another extension, a page, a content script, a page that is called like ours: whoever is not one of ours. */
const stranger = fc.record({
  id: fc.constantFrom(ID, 'ponmlkjihgfedcbaponmlkjihgfedcba', undefined),
  url: fc.oneof(
    nastyText,
    fc.constantFrom(
      'https://voice.example/',
      `https://voice.example/${HOME}`,
      `${HOME.slice(0, -1)}.evil.example/`,
      `http://${HOME}`,
      HOME.toUpperCase(),
      'about:blank',
      undefined,
    ),
  ),
  tab: fc.constantFrom({ id: 1 }, {}, undefined),
});

const listenTo = () => {
  const asked: Request[] = [];
  const gone: [number, string][] = [];
  const inbox = createInbox({
    id: ID,
    home: HOME,
    ask: async (request) => void asked.push(request),
    gone: (tabId, load) => void gone.push([tabId, load]),
  });
  return { asked, gone, inbox };
};

export const strangers = fuzzed({
  id: 'strangers',
  what: 'Nobody but a page of the extension is answered; the most that a content script can say is that its own page goes.',
  share: 6,
  property: fc.property(message, stranger, (drawn, sender) => {
    const { asked, gone, inbox } = listenTo();
    if (inbox(made(drawn), sender as never) !== undefined) throw new Error('It was answered.');
    if (asked.length) throw new Error('It was asked.');
    for (const [tabId] of gone)
      if (sender.id !== ID || tabId !== sender.tab?.id) throw new Error('Another tab was named.');
    assertUnpolluted();
  }),
});

const isRequest = (value: unknown): boolean =>
  REQUESTS.some(({ type }) => type === (value as { type?: unknown } | null)?.type);

export const requests = fuzzed({
  id: 'requests',
  what: 'What a page of the extension asks is one of the requests, whole and right, or it is not answered.',
  share: 6,
  property: fc.property(message, (drawn) => {
    const { asked, inbox } = listenTo();
    const answer = inbox(made(drawn), { id: ID, url: `${HOME}src/views/popup/popup.html` });
    if ((answer !== undefined) !== (asked.length === 1)) throw new Error('Answered, not asked.');
    for (const request of asked) {
      if (!isRequest(request)) throw new Error(`It was asked for ${JSON.stringify(request)}.`);
      if ('tabId' in request && !Number.isInteger(request.tabId)) throw new Error('No tab.');
      if (request.type === 'pause' && typeof request.paused !== 'boolean')
        throw new Error('Neither paused nor not.');
    }
    if (REQUESTS.includes(drawn as never) && asked.length === 0) throw new Error('Refused.');
    assertUnpolluted();
  }),
});
