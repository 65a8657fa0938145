/**
 * How page script and bridge talk. `OFFER` and `ASK` are dispatched on `document` once, before the
 * page's first script: `OFFER` carries one `MessagePort`, `ASK` makes the page script repeat the
 * offer where the bridge came second. Only the two scripts hold that port. They use it as a private
 * event target, not as a message queue: an event is delivered within the call, so the last facts
 * still arrive while the page is being unloaded. `DOWN` carries a command, `UP` a batch.
 */
export const OFFER = 'whylag:offer';
export const ASK = 'whylag:ask';
export const DOWN = 'down';
export const UP = 'up';
