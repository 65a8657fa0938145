/**
 * Every difference that is known and cannot be mended, and nothing else: a rule names the facts, what
 * the plain browser says and what the watched one says, and why. A rule that no probe needs any more
 * fails the suite.
 *
 * @typedef {object} Accepted
 * @property {string} because
 * @property {RegExp} fact `<probe>: <fact>`
 * @property {RegExp} [plain] a fact that the plain browser does not have is the empty text
 * @property {RegExp} watched
 */

/** @type {Accepted[]} */
const BOTH = [
  {
    because:
      'getUserMedia gives a promise that passes on the native one, a turn of the microtasks later',
    fact: /^promises: (microphone .*|constructor looked at|stream given|two refusals)$/,
    watched: /./,
  },
  {
    because: 'that promise looks whether the stream has a `then`',
    fact: /^builtins: calls read Object\.prototype\.then$/,
    watched: /^\d+$/,
  },
  {
    because: 'whether a chain of prototypes comes back to a watched native is found by walking it',
    fact: /^cycles: .*: asked$/,
    watched: /./,
  },
  {
    because: "another realm's Function.prototype.toString does not know our proxies",
    fact: /^(functions: .*(by frame|frame text of|of the frame)|realms: gone .*: text)/,
    plain: /^function [\w ]+\(/,
    watched: /^function \(\) \{\s+\[native code\]\s+\}$/,
  },
  {
    because: 'neither browser puts a script into a frame’s first, empty document',
    fact: /^frames: .*: the same window$/,
    plain: /^true$/,
    watched: /^false$/,
  },
];

/** @type {Accepted[]} */
const CHROME = [
  {
    because: 'a stack that was mended makes V8 note the place where the error is thrown again',
    fact: /^(uncaught: (thrown again|told by the page) .* place|.*console: Uncaught: SyntaxError: .*)$/,
    watched: /(uncaught|sentry)\.js/,
  },
  {
    because: 'a property of a native that is read through a proxy has the proxy for its receiver',
    fact: /^caller: .* (arguments|caller)$/,
    watched: /^TypeError/,
  },
  {
    because: 'the rejection of play() is made while the page script stands on the stack',
    fact: /^(errors|uncaught): play nobody/,
    watched: /page\.iife\.js/,
  },
  {
    because: 'the page script stands on the stack where the browser notes who called',
    fact: /: console: /,
    watched: /^(\d+ times )?chrome-extension:\S+page\.iife\.js:\d+( \S+)*$/,
  },
  {
    because: 'with the permission webRequest, Chromium no longer says why a handshake failed',
    fact: /: console: network error: WebSocket connection to '\S+' failed: .+$/,
    plain: /./,
    watched: /^$/,
  },
  {
    because: 'as above: the text that it gives instead',
    fact: /: console: network error: WebSocket connection to '\S+' failed: $/,
    plain: /^$/,
    watched: /page\.iife\.js/,
  },
  {
    because: 'the page script stands on the stack where the policy notes who asked',
    fact: /^policy: violation \d+ place$/,
    watched: /^chrome-extension:/,
  },
  {
    because: 'the page script stands on the stack where V8 notes what was not caught',
    fact: /^uncaught: .* place$/,
    watched: /^chrome-extension:/,
  },
  {
    because: 'our frame counts among those that a stack may have, before it is taken out',
    fact: /^errors: limit [123]: /,
    watched: /./,
  },
  {
    because: 'reading a stack would call the hook that a page has put under all stacks',
    fact: /^errors: .*: call sites$/,
    watched: /page\.iife\.js/,
  },
  {
    because: 'the page script stands on the stack where a native takes its arguments',
    fact: /^errors: stack in /,
    watched: /page\.iife\.js/,
  },
  {
    because: 'Chromium tells of every script that a frame without scripts does not run, ours too',
    fact: /^(frames|realms): console: security error: Blocked script execution in/,
    plain: /^(1 times .*)?$/s,
    watched: /^[1-3] times /,
  },
  {
    because: 'V8 words a write to a frozen proxy as a definition',
    fact: /^takeover: /,
    plain: /^TypeError: TypeError: Cannot add property \S+, object is not extensible$/,
    watched: /^TypeError: TypeError: Cannot define property \S+, object is not extensible$/,
  },
  {
    because: 'a trap can only refuse a prototype, not say why',
    fact: /^takeover: .*: proto/,
    plain:
      /^TypeError: TypeError: (Cyclic __proto__ value|function \w+\(\) \{ \[native code\] \} is not extensible)$/,
    watched:
      /^TypeError: TypeError: 'setPrototypeOf' on proxy: trap returned falsish for property 'undefined'$/,
  },
  {
    because: 'V8 names an object in a message by its constructor, unless that is a proxy',
    fact: /^(takeover|objects): /,
    plain: /#<\w+>/,
    watched: /\[object \w+\]/,
  },
];

/** @type {Accepted[]} */
const FIREFOX = [
  {
    because: 'a property of a native that is read through a proxy has the proxy for its receiver',
    fact: /^caller: .*(arguments|caller)$/,
    watched: /Proxy|^TypeError/,
  },
  {
    because: 'Firefox keeps the stack and the place of an error where nobody can write',
    fact: /^(errors: .*: (stack|fileName|filename|call sites)|errors: (limit|stack in) .*|uncaught: .* (place|unhandled))$/,
    watched: /<anonymous code>/,
  },
  {
    because: 'as above: the numbers',
    fact: /^errors: .*: (lineNumber|columnNumber|frames)$/,
    watched: /^\d+$/,
  },
  {
    because: 'the kind of the function that cannot be extended is named',
    fact: /^takeover: /,
    plain: /^TypeError: TypeError: can't define property .*: Function is not extensible$/,
    watched: /^TypeError: TypeError: can't define property .*: Proxy is not extensible$/,
  },
  {
    because: 'the kind of what cannot be cloned is named',
    fact: /^(objects: function|behaviour: )/,
    plain: /^(DOMException: )?DataCloneError: Function object could not be cloned.$/,
    watched: /^(DOMException: )?DataCloneError: Proxy object could not be cloned.$/,
  },
  {
    because: 'a trap can only refuse a prototype, not say why',
    fact: /^takeover: .*: proto/,
    plain: /^TypeError: TypeError: can't set prototype/,
    watched: /^TypeError: TypeError: proxy setPrototypeOf handler returned false$/,
  },
  {
    because: 'the page script stands on the stack where the policy notes who asked',
    fact: /^policy: violation \d+ place$/,
    watched: /^<anonymous code>:/,
  },
  {
    because:
      'Firefox makes the standard classes of a window when they are first named, and lists them so',
    fact: /^((frames|realms): .*: |objects: )window order$/,
    watched: /./,
  },
];

/** @type {Record<import('../../src/cli/find-browser.mjs').BrowserKind, Accepted[]>} */
export const ACCEPTED = {
  chrome: [...BOTH, ...CHROME],
  firefox: [...BOTH, ...FIREFOX],
};

/**
 * The facts that differ and are not accepted. `used` collects the rules that were needed.
 *
 * @param {import('../../src/cli/find-browser.mjs').BrowserKind} kind
 * @param {string} probe
 * @param {[plain: Record<string, string>, watched: Record<string, string>]} facts
 * @param {Set<Accepted>} [used]
 */
export function differences(kind, probe, [plain, watched], used = new Set()) {
  /** @type {Record<string, { plain: string | undefined, watched: string | undefined }>} */
  const found = {};
  for (const key of new Set([...Object.keys(plain), ...Object.keys(watched)])) {
    const here = { plain: plain[key], watched: watched[key] };
    if (here.plain === here.watched) continue;
    const rule = ACCEPTED[kind].find(
      (one) =>
        one.fact.test(`${probe}: ${key}`) &&
        (one.plain?.test(here.plain ?? '') ?? here.plain !== undefined) &&
        one.watched.test(here.watched ?? ''),
    );
    if (rule) used.add(rule);
    else found[key] = here;
  }
  return found;
}
