import fc from 'fast-check';
import { toMarkdown } from '../../../src/core/markdown';
import { clean } from '../../../src/core/markdown-text';
import type { Report } from '../../../src/core/report';
import { exportName } from '../../../src/views/popup/export-name';
import { shown } from '../../../src/views/popup/shown';
import { visibleText } from '../../core/visible-markdown';
import { SNAPSHOTS } from '../../views/fixtures';
import { nastyText } from '../hostile-values';
import { fuzzed } from '../property';

/** What is the extension's own choice of a few words, and no text of a page's. */
const OWN = new Set([
  'id',
  'severity',
  'kind',
  'because',
  'confidence',
  'library',
  'symptom',
  'turnsTrend',
]);
/** Tables whose names come from a page. */
const NAMED = new Set(['byState', 'closeCodes', 'evidence']);

/** The same report with the next of `texts` wherever a page may have written one. */
const written = (value: unknown, texts: readonly string[]): unknown => {
  let at = 0;
  const next = (): string => texts[at++ % texts.length] ?? '';
  const write = (one: unknown, key: string): unknown => {
    if (typeof one === 'string') return OWN.has(key) ? one : next();
    if (Array.isArray(one)) return one.map((item) => write(item, key));
    if (typeof one !== 'object' || one === null) return one;
    const named = NAMED.has(key);
    return Object.fromEntries(
      Object.entries(one).map(([name, item]) => [named ? next() : name, write(item, name)]),
    );
  };
  return write(value, '');
};

/** What GitHub would make something of, outside of code. */
const LIVE = /[@#*_[\]<>~$^{}&=]|:\/\/|www\./;
/** What reorders, hides or ends a line. */
const UNSEEN = /[^\P{Cc}\n]|\p{Cf}|\p{Surrogate}/u;
/** What a spreadsheet calculates, in a line or a cell, with the marks of Markdown before it. */
const FORMULA = /^\s*[=+@\uff1d\uff0b\uff20]|^\s*-(?=[^\s\d-])/;

/** Libraries that Whylag knows by name. */
const KNOWN = /^@(ricky0123|picovoice)\/[a-z-]+`$/;

/** Everything that a spreadsheet could take for a cell: lines of code as they are, cells and lines as they show. */
const cellsOf = (text: string): string[] => {
  let fence = '';
  return text.split('\n').flatMap((line) => {
    const mark = /^(`{3,})(text)?$/.exec(line);
    if (fence) {
      if (mark?.[1] && !mark[2] && mark[1].length >= fence.length) fence = '';
      return line;
    }
    fence = mark?.[1] ?? '';
    const cells = line.startsWith('|') ? line.split(/(?<!\\)\|/) : [line.replace(/^- /, '')];
    return cells.map((cell) => cell.trim().replace(/^`+ ?|^\\/, ''));
  });
};

export const markdown = fuzzed({
  id: 'markdown',
  what: 'No text of a page is markup, a link, a mention, a table’s or a code’s end, or a formula in the Markdown.',
  share: 4,
  property: fc.property(
    fc.constantFrom(SNAPSHOTS.storm.report, SNAPSHOTS.conversation.report),
    fc.array(nastyText, { minLength: 1, maxLength: 6 }),
    (report, texts) => {
      const text = toMarkdown(written(report, texts) as Report);
      const { outside, tables } = visibleText(text);
      for (const line of outside) if (LIVE.test(line)) throw new Error(`It is markup: ${line}`);
      for (const { columns, head } of tables)
        if (columns !== head) throw new Error('A torn table.');
      if (UNSEEN.test(text)) throw new Error('It has characters that nobody sees.');
      for (const cell of cellsOf(text))
        if (FORMULA.test(cell) && !KNOWN.test(cell)) throw new Error(`A formula: ${cell}`);
      if (text.length >= 60_000) throw new Error(`${text.length} characters.`);
    },
  ),
});

/** Of Windows, which no file may be called. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

export const views = fuzzed({
  id: 'views',
  what: 'What the popup draws and what an export is called is clean and bounded.',
  share: 4,
  property: fc.property(fc.array(nastyText, { minLength: 1, maxLength: 6 }), (texts) => {
    const snapshot = written(SNAPSHOTS.storm, texts) as typeof SNAPSHOTS.storm;
    const { timeline: _, ...drawn } = shown(snapshot).report;
    const text = JSON.stringify(drawn, (_key, value) =>
      typeof value === 'string' ? value.replaceAll('\n', ' ').replaceAll('\t', ' ') : value,
    );
    if (UNSEEN.test(text)) throw new Error('The popup draws what nobody sees.');
    for (const one of texts)
      if (clean(clean(one)) !== clean(one)) throw new Error('Cleaned twice it is another text.');
    const name = exportName(snapshot.report, 'json');
    if (!/^whylag-[\w.-]+\.json$/.test(name) || name.length > 130 || DEVICE.test(name))
      throw new Error(`A file is called ${name}`);
  }),
});
