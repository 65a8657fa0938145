/** One line of a stack, as far as it names a place in a script of the web. */
export interface Frame {
  /** The function as the engine calls it; empty for none. */
  name: string;
  url: string;
  /** Both counted from 1, as both engines print them. */
  line: number;
  column: number;
}

/** `at f (url:1:2)` or `at url:1:2` in Chromium, `f@url:1:2` in Firefox. What is evaluated has spaces in it. */
const FRAME = /^(?:at )?(?:(.*)(?: \(|@))?(https?:\/\/\S+):(\d{1,9}):(\d{1,9})\)?$/;

/** Takes a line of a stack and returns the place it names, `null` where it names none that could be asked for. */
export const frameOf = (line: string): Frame | null => {
  const [, name = '', url, row, column] = FRAME.exec(line.trim()) ?? [];
  if (url === undefined) return null;
  return {
    name: name.replace(/^(?:async |async\*|new )+/, '').replace(/ \[as .*\]$|\/.*$/g, ''),
    url,
    line: Number(row),
    column: Number(column),
  };
};
