/** Three sockets that no script in the page can see. */
let opened = 0;
for (const path of ['/worker-feed', '/worker-orders', '/worker-log']) {
  const socket = new WebSocket(`ws://${location.host}${path}`);
  socket.onopen = () => {
    socket.send('from the worker');
    postMessage(++opened);
  };
}
