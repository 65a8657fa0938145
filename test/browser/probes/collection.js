// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * What the browser takes back, and what it keeps: each is made, brought to an end or not, and given
 * to nobody any more.
 */
probe(async (put, kit) => {
  const there = kit.ws('/echo');
  const opened = async (socket) => {
    await kit.event(socket, 'open');
    return socket;
  };
  const detached = await kit.frame({ src: '/blank' });

  await collectAll(put, kit, {
    'socket closed': async () => {
      const socket = await opened(new WebSocket(there));
      socket.close();
      await kit.event(socket, 'close');
      return socket;
    },
    'socket closed with handlers': async () => {
      const socket = await opened(new WebSocket(there));
      socket.onmessage = socket.onopen = socket.onerror = () => socket;
      socket.addEventListener('message', () => socket);
      socket.close();
      await kit.event(socket, 'close');
      return socket;
    },
    'socket refused': async () => {
      const socket = new WebSocket(kit.ws('/refused'));
      await kit.event(socket, 'close');
      return socket;
    },
    'socket sent and closed': async () => {
      const socket = await opened(new WebSocket(there));
      socket.send('{"type":"x"}');
      await kit.event(socket, 'message');
      socket.close();
      await kit.event(socket, 'close');
      return socket;
    },
    'socket closed by the server': async () => {
      const socket = new WebSocket(kit.ws('/close'));
      await kit.event(socket, 'close');
      return socket;
    },
    'socket open with a handler': async () => {
      const socket = await opened(new WebSocket(there));
      socket.onmessage = () => {};
      return socket;
    },
    'socket open without a handler': () => opened(new WebSocket(there)),
    'socket open and never listened to': async () => {
      const socket = new WebSocket(there);
      while (socket.readyState === 0) await kit.pause(20);
      return socket;
    },
    'subclass closed': async () => {
      const socket = await opened(
        new (class extends WebSocket {
          own = {};
        })(there),
      );
      socket.close();
      await kit.event(socket, 'close');
      return socket;
    },
    'message event': async () => {
      const socket = await opened(new WebSocket(there));
      socket.send('x'.repeat(10_000));
      const event = await kit.event(socket, 'message');
      socket.close();
      await kit.event(socket, 'close');
      return event;
    },
    'source closed': async () => {
      const source = new EventSource('/events');
      source.onmessage = () => {};
      await kit.event(source, 'open');
      source.close();
      return source;
    },
    'worker terminated': async () => {
      const worker = new Worker('/worker.js');
      worker.postMessage(1);
      await kit.event(worker, 'message');
      worker.terminate();
      return worker;
    },
    'worker that closed itself': async () => {
      const worker = new Worker('/worker.js');
      worker.postMessage('end');
      await kit.event(worker, 'message');
      return worker;
    },
    'shared worker': async () => {
      const shared = new SharedWorker('/shared.js');
      shared.port.start();
      await kit.event(shared.port, 'message');
      shared.port.close();
      return shared;
    },
    'peer closed': async () => {
      const peer = new RTCPeerConnection();
      peer.onconnectionstatechange = () => {};
      peer.createDataChannel('x');
      await peer.setLocalDescription(await peer.createOffer());
      peer.close();
      return peer;
    },
    'peer never used': async () => new RTCPeerConnection(),
    'blob of a revoked url': async () => {
      const blob = new Blob(['x'.repeat(1000)]);
      URL.revokeObjectURL(URL.createObjectURL(blob));
      return blob;
    },
    'port closed': async () => {
      const { port1, port2 } = new MessageChannel();
      port1.postMessage('x');
      port1.close();
      port2.close();
      return port1;
    },
    'window of a frame': async () => {
      const frame = await kit.frame({ src: '/blank' });
      const w = frame.contentWindow;
      const socket = await opened(new w.WebSocket(there));
      socket.close();
      await kit.event(socket, 'close');
      frame.remove();
      return w;
    },
    'socket of a frame that is gone': async () => {
      const socket = await opened(new detached.contentWindow.WebSocket(there));
      detached.remove();
      return socket;
    },
    'error of a constructor': async () => {
      try {
        return new WebSocket('http://[bad');
      } catch (error) {
        return error;
      }
    },
    'arguments of a constructor': async () => {
      const options = { latencyHint: 'playback' };
      new AudioContext(options).close();
      return options;
    },
    'sent object': async () => {
      const data = new ArrayBuffer(1000);
      const socket = await opened(new WebSocket(there));
      socket.send(data);
      socket.close();
      await kit.event(socket, 'close');
      return data;
    },
  });
});
