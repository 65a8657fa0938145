/** Tries a port for ever; each wait is `factor` times as long as the one before. */
addEventListener('message', ({ data: { url, first, factor } }) => {
  let tries = 0;
  function connect() {
    const socket = new WebSocket(url);
    socket.onclose = () => setTimeout(connect, first * factor ** tries++);
    postMessage(tries + 1);
  }
  connect();
});
