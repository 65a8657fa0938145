/**
 * How page script and bridge talk. `OFFER` and `ASK` are dispatched on `document` once, before the
 * page's first script: `OFFER` carries one `MessagePort`, `ASK` makes the page script repeat the
 * offer where the bridge came second. Both are called `load`: that event alone does not go from a document to
 * its window, where a page of the same origin may listen already (a frame's first, empty document and the one
 * that is loaded into it share their window, and its parent has that before any script of ours). Only the two scripts hold that port. They use it as a private
 * event target, not as a message queue: an event is delivered within the call, so the last facts
 * still arrive while the page is being unloaded. `DOWN` carries a command, `UP` a batch, which the bridge
 * takes by preventing its default: the page script goes quiet where nobody does.
 */
export const OFFER = 'load';
export const ASK = 'load';
export const DOWN = 'down';
export const UP = 'up';

/**
 * Whether the scripts came after the page's own first scripts. Firefox puts them into tabs that were
 * open before the install: what such a page has made already would be counted as nothing, so it is not
 * counted at all. An `about:` frame is complete from its beginning.
 */
export const isLate = (): boolean =>
  document.readyState !== 'loading' && location.protocol !== 'about:';
