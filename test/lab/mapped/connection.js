/** A client that is made of what bundlers rename: a class, a method, a function, an arrow. */
class ReconnectingClient {
  /** @param {string} address */
  constructor(address) {
    this.address = address;
    this.tries = 0;
  }

  openConnection() {
    this.tries += 1;
    this.socket = new WebSocket(this.address);
    this.socket.onclose = () => setTimeout(() => this.openConnection(), 100);
  }
}

/** @param {string} address */
function keepConnected(address) {
  const client = new ReconnectingClient(address);
  client.openConnection();
  return client;
}

/** @param {string[]} addresses */
export const connectEverything = (addresses) => addresses.map((address) => keepConnected(address));
