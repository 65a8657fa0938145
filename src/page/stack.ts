import { LIMITS } from '../protocol/facts';
import { ErrorCtor, reader, slice } from './natives';
import { customised } from './wrap';

const { captureStackTrace } = ErrorCtor;
const stackOf = reader<string>('Error', 'stack');

/**
 * Where the page is right now, as the engine words it, our own frames and URL queries included: the
 * background takes them out (`background/clean-stack.ts`). Empty where the page customises stacks: reading one would
 * call the page's own hook, and the page would see us. Read without a look at anything that a page
 * could have patched (`Error.prototype.name`, `stack`).
 */
export const stackNow = (): string => {
  if (customised()) return '';
  let stack: string;
  if (captureStackTrace) {
    const holder = { __proto__: null, name: 'Error', message: '', stack: '' };
    captureStackTrace(holder);
    stack = holder.stack;
  } else stack = stackOf(new ErrorCtor('')) as string;
  return slice(stack, 0, LIMITS.rawStack);
};
