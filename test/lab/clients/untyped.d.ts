/** Libraries that come without types: their pages are checked by what happens. */
declare module 'sockjs-client';
declare module 'sockjs';
declare module 'phoenix';
declare module 'howler';
