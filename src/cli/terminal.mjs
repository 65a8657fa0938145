import { plainText } from './plain-text.mjs';

/**
 * @typedef {import('../core/report').Finding} Finding
 * @typedef {import('../core/report').Report} Report
 * @typedef {{ columns: number, colour: boolean }} Style
 */

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 36 };
/** @typedef {keyof typeof CODES} Look */

/** @type {Record<string, Look>} */
const TONE = { ok: 'green', info: 'blue', warning: 'yellow', critical: 'red', unknown: 'dim' };

const RESOURCES = {
  webSocket: 'WebSockets',
  eventSource: 'event sources',
  audioContext: 'audio contexts',
  vad: 'voice detectors',
  microphoneTrack: 'microphone tracks',
  worker: 'workers',
  rtcPeerConnection: 'peer connections',
  mediaElement: 'media elements',
  cameraTrack: 'camera tracks',
  audioWorkletNode: 'worklet nodes',
  objectUrl: 'object URLs',
};

/**
 * @param {NodeJS.WriteStream} stream
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Style}
 */
export function styleOf(stream, env = process.env) {
  const colour = stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  // Long lines are hard to read however wide the window is.
  return { colour, columns: Math.min(stream.columns || 80, 110) };
}

/**
 * Chinese, Japanese and Korean characters and emoji take two columns.
 * @param {string} text
 */
export function textWidth(text) {
  let width = 0;
  for (const character of text) {
    const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/;
    if (/\p{Mark}/u.test(character)) continue;
    width += wide.test(character) || /\p{Emoji_Presentation}/u.test(character) ? 2 : 1;
  }
  return width;
}

/**
 * @param {string} text
 * @param {number} columns
 * @param {string} [first] Before the first line; the others are indented as far.
 */
export function wrap(text, columns, first = '') {
  const rest = ' '.repeat(first.length);
  const lines = [];
  let line = first;
  let isEmpty = true;
  for (const word of plainText(text).split(/\s+/)) {
    if (!isEmpty && textWidth(line) + 1 + textWidth(word) > columns) {
      lines.push(line);
      line = rest;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join('\n');
}

/** @param {Style} style */
const painter =
  ({ colour }) =>
  (/** @type {string} */ text, /** @type {Look[]} */ ...looks) =>
    colour ? `\u001b[${looks.map((look) => CODES[look]).join(';')}m${text}\u001b[0m` : text;

/** @param {number | string} value */
const amount = (value) =>
  typeof value === 'number' ? String(Math.round(value * 100) / 100) : plainText(value);

/** @param {number} ms */
const seconds = (ms) => `${Math.max(0, Math.round(ms / 1000))} s`;

/** The frames nearest to the call; the whole stack is in the written report. */
const FRAMES = 3;

/**
 * @param {Finding} finding
 * @param {number} now
 * @param {Style} style
 */
function findingLines(finding, now, style) {
  const paint = painter(style);
  const until = finding.until === null ? 'for' : 'over; it lasted';
  const lasted = seconds((finding.until ?? now) - finding.since);
  const severity = plainText(finding.severity).toUpperCase();
  const width = Math.max(0, ...Object.keys(finding.evidence).map((name) => name.length));
  const evidence = Object.entries(finding.evidence).map(([name, value]) =>
    wrap(amount(value), style.columns, `    ${plainText(name).padEnd(width)}  `),
  );
  const sites = finding.sites.flatMap(({ stack, count }) => {
    const [first = '', ...callers] = stack.split('\n').slice(0, FRAMES);
    return [
      wrap(`${count} × ${first}`, style.columns, '    '),
      ...callers.map((caller) => wrap(caller, style.columns, '        ')),
    ];
  });
  return [
    `${paint(severity, 'bold', TONE[finding.severity] ?? 'bold')}  ${paint(plainText(finding.title), 'bold')}  ${paint(`(${until} ${lasted})`, 'dim')}`,
    wrap(finding.summary, style.columns, '  '),
    ...(evidence.length > 0 ? [paint('  Measured', 'dim'), ...evidence] : []),
    ...(sites.length > 0 ? [paint('  Where', 'dim'), ...sites] : []),
    ...(finding.advice.length > 0 ? [paint('  What to do', 'dim')] : []),
    ...finding.advice.map((advice) => wrap(advice, style.columns, '    - ')),
    '',
  ];
}

/**
 * @param {Report} report
 * @param {Style} style
 */
function resourceLines({ resources }, style) {
  const used = Object.entries(RESOURCES).flatMap(([kind, name]) => {
    const count = resources[/** @type {keyof typeof RESOURCES} */ (kind)];
    if (!count || (count.created === 0 && count.live === 0)) return [];
    const states = Object.entries(count.byState)
      .filter(([, number]) => number > 0)
      .map(([state, number]) => `${number} ${state}`);
    const detail = states.length > 0 ? ` (${states.join(', ')})` : '';
    const text = `${count.live} live, ${count.created} created${detail}`;
    return [wrap(text, style.columns, `  ${name.padEnd(18)}`)];
  });
  return used.length > 0 ? used : ['  nothing that is watched has been used'];
}

/**
 * @param {Report} report
 * @param {Style} style
 */
function endpointLines({ endpoints }, style) {
  return endpoints.map(({ url, attempts, opened, failed, live }) =>
    wrap(
      `${url}  ${attempts} tries, ${opened} opened, ${failed} failed, ${live} live`,
      style.columns,
      '  ',
    ),
  );
}

/**
 * A tab's findings for a person at a terminal. All that stems from a page is made plain first.
 * @param {{ verdict: { tone: string, text: string }, report: Report }} snapshot
 * @param {Style} style
 */
export function formatFindings({ verdict, report }, style) {
  const paint = painter(style);
  const [first = '', ...rest] = wrap(verdict.text, style.columns, '> ').split('\n');
  const look = TONE[verdict.tone] ?? 'bold';
  const endpoints = endpointLines(report, style);
  return [
    '',
    paint(wrap(report.tab.title || 'Untitled page', style.columns), 'bold'),
    paint(plainText(report.tab.url), 'dim'),
    '',
    ...[first, ...rest].map((line) => paint(line, 'bold', look)),
    '',
    ...report.findings.flatMap((finding) => findingLines(finding, report.generatedAt, style)),
    paint('Live now', 'bold'),
    ...resourceLines(report, style),
    ...(endpoints.length > 0 ? ['', paint('Endpoints', 'bold'), ...endpoints] : []),
    ...(report.limits.length > 0 ? ['', paint('Not known', 'bold')] : []),
    ...report.limits.map((limit) => wrap(limit, style.columns, '  - ')),
    '',
  ].join('\n');
}
