import { LIMITS } from '../protocol/facts';
import { apply, ErrorCtor, getOwnPropertyDescriptor, method, slice } from './natives';
import { customised, withoutOwnFrames } from './wrap';

/** Frames kept of a stack: enough to find the line, little enough to keep hundreds. */
const FRAMES = 6;

const capture = method(ErrorCtor, 'captureStackTrace');
const stackGetter = getOwnPropertyDescriptor(ErrorCtor.prototype, 'stack')?.get;

/** A stack, read without a look at anything that a page could have patched (`Error.prototype.name`, `stack`). */
const rawStack = (): unknown => {
  if (stackGetter) return apply(stackGetter, new ErrorCtor(''), []);
  if (!capture) return undefined;
  const holder = { __proto__: null, name: 'Error', message: '', stack: '' };
  apply(capture, ErrorCtor, [holder]);
  return holder.stack;
};

/** Where the page is right now, without our frames; empty where the page customises stacks. */
export const stackNow = (): string => {
  // Reading `stack` would call a page's own hook, and the page would see us.
  if (customised()) return '';
  const raw = rawStack();
  if (typeof raw !== 'string') return '';
  const stack = withoutOwnFrames(raw);
  let out = '';
  let from = 0;
  let kept = 0;
  while (from < stack.length && kept < FRAMES) {
    let to = from;
    while (to < stack.length && stack[to] !== '\n') to++;
    const line = slice(stack, [from, to]);
    if (line !== '' && line !== 'Error') {
      out += (kept ? '\n' : '') + frameOf(line);
      kept++;
    }
    from = to + 1;
  }
  return slice(out, [0, LIMITS.stack]);
};

/** A stack line without the query and fragment of its URL: secrets stay in the page. */
const frameOf = (line: string): string => {
  let cut = -1;
  let i = 0;
  while (i < line.length && line[i] === ' ') i++;
  const from = i;
  for (; i < line.length; i++) {
    if (line[i] === '?' || line[i] === '#') {
      cut = i;
      break;
    }
  }
  if (cut < 0) return slice(line, [from]);
  let end = line.length;
  // The tail `:12:5)` is worth keeping.
  let colons = 0;
  for (let k = line.length - 1; k > cut; k--) {
    const c = line[k] as string;
    if (c === ':') {
      colons++;
      end = k;
      if (colons === 2) break;
    } else if (c !== ')' && (c < '0' || c > '9')) break;
  }
  return slice(line, [from, cut]) + (colons ? slice(line, [end]) : '');
};
