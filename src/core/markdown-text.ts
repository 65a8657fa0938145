/**
 * What a page wrote, as text in GitHub's Markdown. A page picks its titles, URLs, function names and frame paths,
 * and a report is pasted where `@name` calls a person and `#1` links an issue. Backslashes do not stop those two:
 * GitHub looks for them in the rendered text. Only code is left alone, so whatever is not plainly a word becomes code.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]/g;
/** Bidi marks and overrides, zero-width characters, fillers, tags: they reorder or hide what stands beside them. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const LINE_ENDS = /\r\n|[\n\r\u0085\u2028\u2029]/g;
const LONE_SURROGATES = /\p{Surrogate}/gu;
/** Marks without end on one letter paint over the lines above and below. */
const STACKED_MARKS = /(\p{M}{3})\p{M}+/gu;

/** A fence must be longer than what it holds: a thousand backticks would cost three thousand characters. */
const LONG_RUN = /`{9,}/g;

/** Letters, digits and the punctuation that means nothing to Markdown inside a word. */
const PLAIN = /^[\p{L}\p{M}\p{N}.,;:!?'"()/%+\-–—…×→·‘’“”]+$/u;
/**
 * Made of plain characters, and still a link, a reference or an emoji on GitHub: URLs and `www.`, `ABC-123`
 * (custom references, GH-1, CVE), `owner/name`-like paths, commit hashes, `:smile:`.
 */
const LINKED = /:\/\/|www\.|\p{L}-\d|\/\S*\/|^\/|[\da-f]{7}|:[^\s:]+:/iu;
/** What a detector's text already sets as code: `pagehide`. */
const OWN_CODE = /^`([^`]+)`([.,;:!?]*)$/;
const TOKENS = /`[^`]+`[.,;:!?]*(?=\s|$)|\S+/g;
/** Alone at the start of a line these make a list, a rule or a heading of what follows. */
const LEADING = /^[-+]|^\d+[.)]$/;

/** Takes any text and returns it as it may be shown: well-formed, without control, invisible or reordering characters. */
export function clean(text: string): string {
  return text
    .replace(LINE_ENDS, '\n')
    .replace(CONTROLS, '')
    .replace(INVISIBLE, '')
    .replace(LONE_SURROGATES, '\ufffd')
    .replace(STACKED_MARKS, '$1');
}

/**
 * What makes a spreadsheet calculate, in any width, where it stands first in a cell: a report is pasted there,
 * too, line by line. A mere number is none.
 */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20](?!\s)/;
const NUMBER = /^[-+][\d.,]+(\s?\p{L}+)?$/u;

/** Takes one clean line and returns it with an apostrophe before what would be a formula: spreadsheets take that as text. */
export function inert(line: string): string {
  return FORMULA.test(line) && !NUMBER.test(line) ? `'${line}` : line;
}

/** Takes any text and a length, and returns one clean line; what was cut off is said in words. */
function oneLine(text: string, limit: number): { text: string; cut: string } {
  // Cut before cleaning as well: cleaning megabytes to print a hundred characters would take seconds.
  const line = clean(text.slice(0, limit * 4))
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= limit && text.length <= limit * 4) return { text: inert(line), cut: '' };
  // A cut between the halves of a surrogate pair would leave half a character.
  return {
    text: inert(
      line
        .slice(0, limit)
        .replace(/[\ud800-\udbff]$/, '')
        .trim(),
    ),
    cut: ' (shortened)',
  };
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

function span(raw: string): string {
  const text = raw.replace(LONG_RUN, '`'.repeat(8));
  const fence = '`'.repeat(longestRun(text) + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Takes a name of our own choice and returns it as one code span. */
export function term(name: string): string {
  return span(name);
}

/** Takes any text and returns it as one code span: nothing in it can be markup, a link, a mention or a reference. */
export function code(text: string, limit = 200): string {
  const line = oneLine(text, limit);
  return line.text === '' ? '(empty)' : `${span(line.text)}${line.cut}`;
}

function word(token: string): string {
  const quoted = OWN_CODE.exec(token);
  if (quoted) return `${span(quoted[1] ?? '')}${quoted[2] ?? ''}`;
  if (PLAIN.test(token) && !LINKED.test(token)) {
    return LEADING.test(token) ? token.replace(/[-+.)]/, '\\$&') : token;
  }
  const [, inside = token, after = ''] = /^(.*?[^.,;:!?])([.,;:!?]*)$/su.exec(token) ?? [];
  return `${span(inside)}${after}`;
}

/** Takes a sentence that may name what a page wrote, and returns it as prose with every unusual word as code. */
export function prose(text: string, limit = 600): string {
  const line = oneLine(text, limit);
  if (line.text === '') return '(empty)';
  let out = '';
  for (const [token] of line.text.matchAll(TOKENS)) {
    const next = word(token);
    // Many one-character words of markup grow fourfold as code: the room is for what is printed.
    if (out.length + next.length > limit * 2) return `${out.trimEnd()} (shortened)`;
    out += `${next} `;
  }
  return `${out.trimEnd()}${line.cut}`;
}

/** Takes text of several lines and returns a fenced block that its content cannot close. */
export function fenced(text: string, limit = 800): string[] {
  const whole = clean(text.slice(0, limit * 2)).replaceAll('\t', '  ');
  const body = whole
    .slice(0, limit)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(LONG_RUN, '`'.repeat(8));
  const fence = '`'.repeat(Math.max(3, longestRun(body) + 1));
  const cut = text.length > limit * 2 || whole.length > limit ? ['(shortened)'] : [];
  return [`${fence}text`, ...body.split('\n').map((line) => inert(line.trimEnd())), ...cut, fence];
}

/**
 * Takes cells that are Markdown already and returns them as a row. A row is split at its pipes before code is read,
 * so a pipe is escaped even inside code; parsers differ on what a backslash before that escape means, so a space keeps
 * the two apart.
 */
export function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replace(/\\(?=\|)/g, '\\ ').replaceAll('|', '\\|')).join(' | ')} |`;
}

/** Takes a table's head and returns its two lines. */
export function tableHead(names: readonly string[]): string[] {
  return [row(names), `|${' --- |'.repeat(names.length)}`];
}

/**
 * Takes things, how each is written, and a room in characters, and returns the lines of those that fit; what is left
 * out is said in words. Nothing is written that is not printed: a report may hold thousands.
 */
export function within<T>(
  things: readonly T[],
  write: (thing: T) => string[],
  room: number,
  noun: string,
): string[] {
  const lines: string[] = [];
  let used = 0;
  for (const [taken, thing] of things.entries()) {
    const block = write(thing);
    used += block.reduce((sum, line) => sum + line.length + 1, 0);
    if (used > room)
      return [
        ...lines,
        '',
        `Left out to keep this short: ${things.length - taken} more of ${noun}.`,
      ];
    lines.push(...block);
  }
  return lines;
}

/** Takes a head, things and how each is written, and returns the table of those that fit, its head always there. */
export function table<T>(
  head: string[],
  things: readonly T[],
  cells: (thing: T) => string[],
  [room, noun]: [room: number, noun: string],
): string[] {
  return [...tableHead(head), ...within(things, (thing) => [row(cells(thing))], room, noun)];
}
