import { LIMITS } from '../protocol/facts';
import { accessor, apply, ErrorCtor, method, slice } from './natives';
import { customised } from './wrap';

const capture = method(ErrorCtor, 'captureStackTrace');
const ofError = accessor<string>(ErrorCtor.prototype, 'stack');

/**
 * Where the page is right now, as the engine words it, our own frames and URL queries included: the
 * bridge takes them out (`bridge/stack.ts`). Empty where the page customises stacks: reading one would
 * call the page's own hook, and the page would see us. Read without a look at anything that a page
 * could have patched (`Error.prototype.name`, `stack`).
 */
export const stackNow = (): string => {
  if (customised()) return '';
  let stack: unknown = ofError(new ErrorCtor(''));
  if (capture) {
    const holder = { __proto__: null, name: 'Error', message: '', stack: '' };
    apply(capture, ErrorCtor, [holder]);
    stack = holder.stack;
  }
  return typeof stack === 'string' ? slice(stack, [0, LIMITS.rawStack]) : '';
};
