/* A tab of the scale measure: one socket that says and hears something ten times a second. */
const socket = new WebSocket(`ws://${location.host}/sink`);
socket.onopen = () => {
  setInterval(() => socket.send(JSON.stringify({ type: 'audio', data: 'x'.repeat(200) })), 100);
};
