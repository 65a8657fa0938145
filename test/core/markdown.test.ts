import { describe, expect, it } from 'vitest';
import { toMarkdown } from '../../src/core/markdown';
import { clean, code, fenced, prose } from '../../src/core/markdown-text';
import type { Finding, Report } from '../../src/core/report';
import { SNAPSHOTS } from '../views/fixtures';
import { visibleText } from './visible-markdown';

const HOSTILE = [
  '**bold** _it_ ~~no~~ <b>x</b> <!-- --> &lt; &#64;octocat',
  '[x](https://evil.example) ![x](https://evil.example/x.png) [x]: https://evil.example',
  'https://evil.example www.evil.example http://a.b/c?d me@evil.example mailto:me@evil.example',
  '@octocat @org/team (@octocat) x@octocat #1 owner/repo#1 GH-1 owner/repo@deadbeef deadbeefdeadbeef JIRA-12',
  '`` ` ``` ```` `@octocat` `a`@octocat`b` \\`@octocat\\`',
  '| a | b |\n| --- | --- |\n| @octocat | #1 |',
  '\n\n# heading\n\n- list\n1. one\n> quote\n---\n===\n    code\n\t code',
  '```\n@octocat\n```',
  '~~~\n#1\n~~~\n</code></pre></details><script>alert(1)</script>',
  '$x$ :tada: \\@octocat \\#1 ^[note] [^1] ==x==',
  '\u202egnp.exe\u2066\u200b@\u200boctocat \u0000\u001b[31m\u0085\u2028\u2029@octocat',
  '\ud800 \udc00 Z\u0301\u0301\u0301\u0301\u0301\u0301 \u{e0041}',
  '`'.repeat(2_000),
  '# '.repeat(5_000),
  '|'.repeat(5_000),
  '\\|'.repeat(3_000),
  `${'a'.repeat(100_000)}@octocat`,
  '',
  ' ',
];

/** A small deterministic generator: the same strings on each run. */
function* generated(count: number): Generator<string> {
  const pieces = [
    ...'`|*_[]()<>#@!\\~$:-+=.&^{}"\' \n\t',
    'octocat',
    '1',
    'http://',
    'www.a.b',
    '```',
    '\u202e',
    'a',
    '  ',
  ];
  let seed = 20_260_314;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  for (let i = 0; i < count; i += 1)
    yield Array.from({ length: 1 + next(24) }, () => pieces[next(pieces.length)]).join('');
}

/** What GitHub would make something of, outside of code: there the report prints its own words alone. */
const LIVE = /[@#*_[\]<>~$^{}&=]|:\/\/|www\./;

/** The fixture of a storm with one text wherever a page may write one. */
function reportWith(text: string, times = 1): Report {
  const { report } = SNAPSHOTS.storm;
  const many = <T>(item: T): T[] => Array.from({ length: times }, () => item);
  return {
    ...report,
    tab: { ...report.tab, title: text, url: text, origin: text },
    browser: { name: text, version: text },
    symptomReason: text,
    findings: many({
      ...SNAPSHOTS.storm.report.findings[0],
      id: 'reconnect-storm' as const,
      severity: 'critical' as const,
      title: text,
      summary: text,
      since: 0,
      because: 'tab-accumulation' as const,
      until: null,
      evidence: Object.fromEntries(
        many(text).map((value, i) => [`${i} ${value.slice(0, 99)}`, value]),
      ),
      sites: many({ stack: text, count: 1 }),
      advice: many(text),
    }),
    resources: {
      ...report.resources,
      webSocket: {
        created: 1,
        live: 1,
        byState: Object.fromEntries(many(1).map((n, i) => [`${i} ${text.slice(0, 99)}`, n])),
      },
    },
    endpoints: many({
      kind: 'webSocket' as const,
      url: text,
      attempts: 1,
      opened: 1,
      failed: 0,
      live: 1,
      closeCodes: { [text]: 1 },
      messagesIn: 1,
      messagesOut: 1,
      bytesIn: 1,
      bytesOut: 1,
      unattributed: null,
      unsentBytes: 0,
      handshakeMs: null,
      lifetimeMs: null,
      tool: false,
    }),
    turns: many({
      startedAt: 0,
      firstResponseMs: null,
      firstAudioMs: null,
      totalMs: null,
      profile: text,
      interrupted: false,
      conversation: 0,
    }),
    voiceDetectors: many({ library: 'hark', confidence: 'probable' as const, created: 1, live: 1 }),
    creationSites: many({
      kind: 'webSocket' as const,
      endpoint: text,
      stack: text,
      count: 1,
      resolved: text,
    }),
    mainThread: {
      blockedMs: null,
      longestMs: null,
      stalls: many({ at: 0, durationMs: 3_000, during: text, script: text }),
    },
    serviceWorkers: many({
      scope: text,
      scriptUrl: text,
      state: text,
      openTabs: 0,
      handshakes: null,
    }),
    timeline: many({
      at: 0,
      openSockets: 1,
      attempts: 1,
      audioBacklogMs: null,
      audioPlaying: 0,
      liveVads: 0,
      runningAudioContexts: 0,
      microphoneTracks: 0,
      blockedMs: null,
      usedBytes: null,
    }),
    limits: many(text),
  };
}

describe('what a page wrote', () => {
  it.each([...HOSTILE, ...generated(400)])('is text wherever it stands: %j', (text) => {
    const markdown = toMarkdown(reportWith(text));
    const { outside, tables } = visibleText(markdown);
    expect(outside.filter((line) => LIVE.test(line))).toEqual([]);
    for (const { columns, head } of tables) expect(columns).toBe(head);
    expect(/[^\P{Cc}\n]|\p{Cf}|\p{Surrogate}/u.test(markdown)).toBe(false);
  });

  it.each([...HOSTILE, ...generated(400)])('adds no line and no heading: %j', (text) => {
    const shape = (report: Report) =>
      toMarkdown(report)
        .split('\n')
        .filter((line) => /^#{1,6} /.test(line)).length;
    expect(shape({ ...reportWith(text), findings: [], creationSites: [] })).toBe(
      shape({ ...reportWith('a'), findings: [], creationSites: [] }),
    );
    expect(code(text)).not.toContain('\n');
    expect(prose(text)).not.toContain('\n');
  });

  it('cannot close its block of code', () => {
    for (const text of [...HOSTILE, ...generated(400)]) {
      const [open = '', ...rest] = fenced(text);
      const fence = open.slice(0, -'text'.length);
      expect(rest.findIndex((line) => line.trim().startsWith(fence))).toBe(rest.length - 1);
    }
  });

  it.each([
    ['=1+1', "`'=1+1`"],
    ['@SUM(A1)', "`'@SUM(A1)`"],
    ['+cmd|x', "`'+cmd|x`"],
    ['-cmd|x', "`'-cmd|x`"],
    ['\u200b=1', "`'=1`"],
    ['\uff1d1', "`'\uff1d1`"],
    ['-5', '`-5`'],
    ['+1,234.5 ms', '`+1,234.5 ms`'],
    ['- a word', '`- a word`'],
    ['a=1', '`a=1`'],
  ])('is no formula where it begins a cell or a line: %j', (text, expected) => {
    expect(code(text)).toBe(expected);
    const calculates = expected.includes("'");
    expect(prose(text).includes("'")).toBe(calculates);
    expect(fenced(`a\n${text}`)[2]?.startsWith("'")).toBe(calculates);
  });

  it('keeps its plain words plain, and what a detector sets as code', () => {
    expect(prose('Release it on `pagehide`, and wait 1-2 s.')).toBe(
      'Release it on `pagehide`, and wait 1-2 s.',
    );
    expect(prose('11 times a second to wss://a.b/c, and')).toBe(
      '11 times a second to `wss://a.b/c`, and',
    );
    expect(prose('- item')).toBe('\\- item');
    expect(prose('1. item')).toBe('1\\. item');
    expect(clean('a\r\nb\u2028c')).toBe('a\nb\nc');
  });
});

describe('the length', () => {
  it.each([...HOSTILE, 'x'.repeat(5_000), '# '.repeat(5_000), 'word '.repeat(2_000)])(
    'stays under 60,000 characters with a thousand of everything: %j',
    (text) => {
      const markdown = toMarkdown(reportWith(text, 1_000));
      expect(markdown.length).toBeLessThan(60_000);
      // The worst finding is there whatever comes after it.
      expect(markdown).toContain('### CRITICAL: ');
      expect(markdown).toMatch(/Left out to keep this short: \d+ more of the findings\./);
    },
  );

  it('says in words what was cut off', () => {
    // One-character words of markup grow fourfold as code: the room is for what is printed.
    expect(prose('# '.repeat(5_000), 100).length).toBeLessThan(220);
    expect(code('a'.repeat(300), 10)).toBe(`\`${'a'.repeat(10)}\` (shortened)`);
    expect(prose('word '.repeat(300), 9)).toBe('word word (shortened)');
    expect(fenced('a'.repeat(20), 5)).toEqual(['```text', 'aaaaa', '(shortened)', '```']);
    expect(toMarkdown(reportWith('a', 100))).toContain('Thinned: one row of 5 from 100 moments.');
  });
});

describe('the report', () => {
  it('says the findings first, each with evidence, advice and sites', () => {
    const markdown = toMarkdown(SNAPSHOTS.storm.report);
    const parts = [
      '# Whylag report',
      '3 active findings',
      '## Findings',
      '### CRITICAL',
      '| Pace of the loop | `11/s` |',
      'What to do:',
      'Created here 459 times',
      '### WARNING',
      'over: 2026-03-14T10:23:20.000Z',
      '## Resources',
      '## Endpoints',
      '## Audio queue',
      '## Main thread',
      '## Memory',
      '## What this report cannot know',
    ];
    const places = parts.map((part) => markdown.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('prints what was not observed as that, and never as a zero', () => {
    const markdown = toMarkdown(SNAPSHOTS.quiet.report);
    expect(markdown).toContain('Time until all that waits has been played: not observed');
    expect(markdown).toContain('Blocked: not observed; longest block: not observed');
    expect(markdown).toContain('Used: not observed');
    expect(markdown).toContain('Nothing is wrong');
  });

  it('is the same for the same report', () => {
    const before = structuredClone(SNAPSHOTS.storm.report);
    expect(toMarkdown(SNAPSHOTS.storm.report)).toBe(toMarkdown(before));
    expect(SNAPSHOTS.storm.report).toEqual(before);
  });

  it('says of a conversation what is known of it', () => {
    const markdown = toMarkdown(SNAPSHOTS.conversation.report);
    for (const part of [
      '| `@ricky0123/vad-web` | certain | 1 | 1 |',
      '| `hark` | probable, not counted | 1 | 2 |',
      '- On a context that does not run: 3 pieces, 8.4 s',
      '- Told to play, neither begun nor failed: 1 media element, 5.2 s',
      '- Deadlines the audio thread missed: 7 times, 412 ms of sound',
      '| 2.4 s | 2.9 s | not observed | `open-llm-vtuber`, cut short |',
      '| 620 ms | 840 ms | 6.4 s | `open-llm-vtuber` |',
      '| 3.1 s | reply | `decode (https://voice.example.org/assets/index-9f3b2c1d.js)` |',
      'Object URLs, 38 times:\n\n```text\nplayClip (src/audio/player.ts:41:22)',
      'WebSockets to `wss://voice.example.org/client-ws`, 3 times:',
      '`ws://localhost:5173` (dev server, set aside)',
      '| 482 kB | 48 ms | 5 min 12 s |',
      '| Object URLs | 36 | 38 |',
    ])
      expect(markdown).toContain(part);
    // The app's own endpoints come first.
    expect(markdown.indexOf('wss://voice')).toBeLessThan(markdown.indexOf('ws://localhost'));
  });

  it('says nothing of what a page does not have', () => {
    const markdown = toMarkdown(SNAPSHOTS.quiet.report);
    for (const part of ['## Voice detectors', '## Turns', '## Where things', 'does not run'])
      expect(markdown).not.toContain(part);
    expect(markdown).toContain('- Deadlines the audio thread missed: not observed');
  });

  it('names the cause of a finding, where it is in the report', () => {
    const { report } = SNAPSHOTS.storm;
    const [storm] = report.findings as [Finding];
    const stall: Finding = {
      ...storm,
      id: 'main-thread-stall',
      title: 'The page stood still',
      because: storm.id,
    };
    const write = (findings: Finding[]) => toMarkdown({ ...report, findings });
    expect(write([storm, stall])).toContain(`Probably because of: ${storm.title}`);
    expect(write([stall])).not.toContain('because of');
    expect(write([storm])).not.toContain('because of');
  });

  it('numbers the turns of each conversation, and says what they do', () => {
    const { report } = SNAPSHOTS.conversation;
    const turns = report.turns.map((turn, i) => ({ ...turn, conversation: i < 2 ? 1 : 2 }));
    const markdown = toMarkdown({ ...report, turns, turnsSummary: 'The wait grows.' });
    const section = markdown.slice(markdown.indexOf('## Turns'));
    expect(section).toContain('The wait grows.');
    const numbers = [...section.matchAll(/^\| (\d+) \| 2026/gm)].map(([, n]) => Number(n));
    expect(numbers).toEqual([2, 1, 2, 1]);
  });

  it('says what the symptom makes likely', () => {
    const { report } = SNAPSHOTS.storm;
    expect(toMarkdown({ ...report, symptomMeans: 'Likely: a leak.' })).toContain(
      '- Likely: a leak.',
    );
  });
});
