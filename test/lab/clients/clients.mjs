/**
 * The client libraries that real pages connect and play with, each with a page that puts it through
 * its paces (`pages/<name>.js`).
 *
 * @typedef {'echo' | 'socket-io' | 'sockjs' | 'graphql' | 'signalr' | 'phoenix' | 'mqtt' | 'sounds'} ServerName
 *
 * @typedef {object} Client
 * @property {string} name
 * @property {string} library its package
 * @property {ServerName} server what it talks to (`servers/<server>.mjs`), or plays
 */

/** @type {readonly Client[]} */
export const CLIENTS = [
  { name: 'reconnecting-websocket', library: 'reconnecting-websocket', server: 'echo' },
  { name: 'partysocket', library: 'partysocket', server: 'echo' },
  { name: 'socket.io-client', library: 'socket.io-client', server: 'socket-io' },
  { name: 'sockjs-client', library: 'sockjs-client', server: 'sockjs' },
  { name: 'graphql-ws', library: 'graphql-ws', server: 'graphql' },
  { name: 'signalr', library: '@microsoft/signalr', server: 'signalr' },
  { name: 'phoenix', library: 'phoenix', server: 'phoenix' },
  { name: 'mqtt', library: 'mqtt', server: 'mqtt' },
  { name: 'rxjs', library: 'rxjs', server: 'echo' },
  { name: 'tone', library: 'tone', server: 'sounds' },
  { name: 'howler', library: 'howler', server: 'sounds' },
  { name: 'wavesurfer', library: 'wavesurfer.js', server: 'sounds' },
];
