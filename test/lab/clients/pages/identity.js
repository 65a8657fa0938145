/**
 * What libraries ask of a socket to find out whether it is one, and with what it was made.
 *
 * @param {import('./scenario.js').Scene} scene
 * @param {string} what
 * @param {WebSocket} socket
 */
export function noteIdentity({ note }, what, socket) {
  const proto = Object.getPrototypeOf(socket);
  note(`${what} is`, socket);
  note(`${what} is of its kind:`, [
    socket instanceof WebSocket,
    socket instanceof EventTarget,
    socket.constructor === WebSocket,
    proto === WebSocket.prototype,
    proto.constructor.name,
    Object.prototype.toString.call(socket),
    Object.getOwnPropertyNames(socket),
    typeof socket.onmessage,
    typeof socket.bufferedAmount,
  ]);
  note('WebSocket is', [
    WebSocket.name,
    WebSocket.length,
    String(WebSocket),
    WebSocket.CONNECTING,
    WebSocket.OPEN,
    WebSocket.CLOSING,
    WebSocket.CLOSED,
    Object.getOwnPropertyNames(WebSocket),
    Object.getOwnPropertyNames(WebSocket.prototype),
    WebSocket.prototype.send.length,
    String(WebSocket.prototype.close),
  ]);
}
