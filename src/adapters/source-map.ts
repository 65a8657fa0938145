import { FlattenMap, type SourceMapInput, traceSegment } from '@jridgewell/trace-mapping';

/** A place in what a person wrote; `line` from 1, `column` from 0, as in the format. */
export interface Original {
  source: string;
  line: number;
  column: number;
  name: string | null;
}

export interface OpenMap {
  /** What stood at this place of the generated script (`line` from 1, `column` from 0); `null` for nothing. */
  at(line: number, column: number): Original | null;
}

/*
 * The library trusts its input: an offset of a billion lines would be a billion arrays. Real maps of real
 * applications stay under a tenth of these.
 */
const MOST = { mappings: 8_000_000, lines: 500_000, sections: 1000, sources: 100_000 } as const;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const linesIn = (mappings: string): number => {
  let lines = 1;
  for (let at = mappings.indexOf(';'); at >= 0; at = mappings.indexOf(';', at + 1)) lines++;
  return lines;
};

/** What one plain map is read from, and nothing else of it: the text of the sources is not needed. */
const plain = (map: unknown): Record<string, unknown> | null => {
  if (!isObject(map) || map.version !== 3 || 'sections' in map) return null;
  const { mappings, sources, names = [], sourceRoot } = map;
  if (typeof mappings !== 'string' || mappings.length > MOST.mappings) return null;
  if (!Array.isArray(sources) || sources.length > MOST.sources || !Array.isArray(names))
    return null;
  if (linesIn(mappings) > MOST.lines) return null;
  const root = typeof sourceRoot === 'string' && sourceRoot ? sourceRoot.replace(/\/*$/, '/') : '';
  const named = sources.map((source) => (typeof source === 'string' ? root + source : ''));
  return { version: 3, mappings, sources: named, names };
};

const isOffset = (value: unknown): value is { line: number; column: number } =>
  isObject(value) &&
  [value.line, value.column].every((n) => Number.isInteger(n) && (n as number) >= 0) &&
  (value.line as number) <= MOST.lines;

const sectioned = (map: Record<string, unknown>): Record<string, unknown> | null => {
  const { sections } = map;
  if (!Array.isArray(sections) || sections.length > MOST.sections) return null;
  let size = 0;
  const checked = sections.map((section) => {
    if (!isObject(section) || !isOffset(section.offset)) return null;
    const inner = plain(section.map);
    size += String(inner?.mappings ?? '').length;
    return inner && { offset: section.offset, map: inner };
  });
  if (checked.includes(null) || size > MOST.mappings) return null;
  return { version: 3, sections: checked };
};

/** Takes the text of a source map and opens it; `null` where it is none, or larger than any real one. */
export const openSourceMap = (text: string): OpenMap | null => {
  try {
    // The line that keeps a map from being run as a script.
    const given: unknown = JSON.parse(text.replace(/^\)\]\}'?[^\n]*\n/, ''));
    const checked = isObject(given) && 'sections' in given ? sectioned(given) : plain(given);
    if (!checked) return null;
    const map = FlattenMap(checked as unknown as SourceMapInput);
    return {
      at(line, column) {
        // The segment, not the library's answer: that makes addresses of the sources' names.
        const [, source, row, start, name] = traceSegment(map, line - 1, column) ?? [];
        if (source === undefined || row === undefined || start === undefined) return null;
        const written = map.sources[source];
        if (!written || row < 0 || start < 0) return null;
        const called = name === undefined ? null : map.names[name];
        return {
          source: written,
          line: row + 1,
          column: start,
          name: typeof called === 'string' ? called : null,
        };
      },
    };
  } catch {
    return null;
  }
};
