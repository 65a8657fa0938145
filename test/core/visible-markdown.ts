interface Visible {
  /** Each line without its code and without the report's own marks: what GitHub looks through. */
  outside: string[];
  tables: { columns: number; head: number }[];
}

/** Code spans as CommonMark reads them: a run of backticks up to the next run of the same length. */
function withoutCode(line: string): string {
  let out = '';
  let at = 0;
  while (at < line.length) {
    const run = /^`+/.exec(line.slice(at))?.[0];
    if (!run) {
      out += line[at];
      at += 1;
      continue;
    }
    const closing = new RegExp(`(?<!\`)\`{${run.length}}(?!\`)`, 'g');
    closing.lastIndex = at + run.length;
    const end = closing.exec(line);
    // An unclosed run is text, and shows as such.
    out += end ? '' : run;
    at = end ? end.index + run.length : at + run.length;
  }
  return out;
}

/** The report's own marks: headings, list items, the verdict's bold, the line under a table's head. */
function withoutOwnMarks(line: string): string {
  return line
    .replace(/^(#{1,3}|-) /, '')
    .replace(/^\*\*(\d[\d,]* active findings?\.|Nothing is wrong at this moment)\*\*/, '')
    .replace(/^\|( --- \|)+$/, '');
}

/** Takes the report's Markdown and returns what stands outside of code, and how each table row was split. */
export function visibleText(markdown: string): Visible {
  const result: Visible = { outside: [], tables: [] };
  let fence: string | null = null;
  let head = 0;
  for (const line of markdown.split('\n')) {
    const mark = /^(`{3,})([^`]*)$/.exec(line);
    if (fence !== null) {
      if (mark && mark[2] === '' && (mark[1] ?? '').length >= fence.length) fence = null;
      continue;
    }
    if (mark) {
      fence = mark[1] ?? '';
      continue;
    }
    const columns = line.startsWith('|') ? line.split(/(?<!\\)\|/).length : 0;
    // Some parsers read this as a backslash and the end of the cell, others as an escaped pipe.
    if (columns > 0 && line.includes('\\\\|')) throw new Error(`Two readings: ${line}`);
    if (columns > 0) {
      if (head === 0) head = columns;
      result.tables.push({ columns, head });
    } else head = 0;
    result.outside.push(withoutOwnMarks(withoutCode(line.replaceAll('\\|', '¦'))));
  }
  if (fence !== null) throw new Error('A block of code is not closed.');
  return result;
}
