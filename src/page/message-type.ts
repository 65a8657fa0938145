import type { EndpointFact } from '../protocol/facts';
import { LIMITS } from '../protocol/facts';
import type { Ledger } from './ledger';
import { charCodeAt, indexOf, slice } from './natives';

/** Characters of a frame that are looked at: the type stands at the front in every known protocol. */
const PREFIX = 96;
const MARK = '"type":';
const QUOTE = 34;
const SPACE = 32;
const BRACE = 123;

/**
 * Notes the `type` of a JSON text frame that names one in its first characters, and whether an
 * `"audio": null` follows it. Nothing else of the frame is looked at, and nothing else is kept.
 */
export const typeOf = (
  ledger: Ledger,
  endpoint: EndpointFact,
  out: boolean,
  text: string,
): void => {
  if (charCodeAt(text, [0]) !== BRACE) return;
  const head = slice(text, [0, PREFIX]);
  const mark = indexOf(head, [MARK]);
  if (mark < 0) return;
  let from = mark + MARK.length;
  if (charCodeAt(head, [from]) === SPACE) from++;
  if (charCodeAt(head, [from]) !== QUOTE) return;
  const to = indexOf(head, ['"', from + 1]);
  if (to < 0 || to - from > LIMITS.type) return;
  const rest = slice(head, [to]);
  // Open-LLM-VTuber: a `control` frame says in `text` what it controls.
  let type = slice(head, [from + 1, to]);
  if (type === 'control') {
    const open = indexOf(rest, ['"text": "']);
    const end = open < 0 ? -1 : indexOf(rest, ['"', open + 9]);
    if (end > 0) type += `:${slice(rest, [open + 9, end])}`;
  }
  ledger.type(endpoint, out, slice(type, [0, LIMITS.type]), indexOf(rest, ['"audio": null']) < 0);
};
