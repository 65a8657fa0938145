import type { OpenMap, Original } from '../../adapters/source-map';
import { declarationOf } from './function-name';
import { type Frame, frameOf } from './stack-frame';

/** A script with its map, and where its lines begin. */
export interface MappedScript {
  text: string;
  map: OpenMap;
}

const SOURCE = 300;
const NAME = 100;

/** `webpack://app/./src/a.ts?1f2e` and `../../src/a.ts` as a person calls the file. */
const fileOf = (source: string): string =>
  source
    .replace(/^webpack:\/\/[^/]*\//, '')
    .replace(/[?#].*$/s, '')
    .replace(/^(?:\.{1,2}\/)+/, '')
    .slice(0, SOURCE);

/** Offset of a line (from 1) in a text; -1 where there are not so many. */
const startOf = (text: string, line: number): number => {
  let at = 0;
  for (let row = 1; row < line; row++) {
    at = text.indexOf('\n', at) + 1;
    if (at === 0) return -1;
  }
  return at;
};

/** Line (from 1) and column (from 0) of an offset that lies in `line` or before it. */
const placeOf = (text: string, offset: number, line: number): [line: number, column: number] => {
  let row = line;
  let start = startOf(text, line);
  while (start > offset) {
    start = text.lastIndexOf('\n', start - 2) + 1;
    row--;
  }
  return [row, offset - start];
};

interface Placed {
  original: Original;
  called: string;
}

const place = (frame: Frame, { text, map }: MappedScript): Placed | null => {
  const start = startOf(text, frame.line);
  const end = start < 0 ? -1 : text.indexOf('\n', start);
  const length = (end < 0 ? text.length : end) - start;
  // The script has changed since the page loaded it, or its address had a query that told which one.
  if (start < 0 || frame.column < 1 || frame.column > length + 1) return null;
  const original = map.at(frame.line, frame.column - 1);
  if (!original) return null;
  const offset = start + frame.column - 1;
  const called = frame.name
    .split('.')
    .map((part) => {
      const declared = declarationOf(text, offset, part);
      if (declared < 0) return part;
      return map.at(...placeOf(text, declared, frame.line))?.name ?? part;
    })
    .join('.');
  return { original, called };
};

/**
 * Takes a stack and the scripts that are known with their maps, and returns it with each frame in the words of
 * its sources; a frame that cannot be resolved stays as it is. `null` where none can.
 */
export const resolveStack = (
  stack: string,
  scripts: ReadonlyMap<string, MappedScript>,
): string | null => {
  let resolved = 0;
  const lines = stack.split('\n').map((line) => {
    const frame = frameOf(line);
    const script = frame && scripts.get(frame.url);
    const placed = script && place(frame, script);
    if (!placed) return line;
    resolved++;
    const { source, line: row, column } = placed.original;
    const where = `${fileOf(source)}:${row}:${column + 1}`;
    const called = placed.called.slice(0, NAME);
    return called ? `${called} (${where})` : where;
  });
  return resolved > 0 ? lines.join('\n') : null;
};
