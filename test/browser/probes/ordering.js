// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * The order of a page's own code around the natives: events, promise reactions, microtasks counted in
 * ticks, tasks of a channel and timers, each with a number. Only what one task does is deterministic;
 * what depends on the network is compared from one event to the next.
 */
probe(async (put, kit) => {
  const there = kit.ws('/echo');
  const log = [];
  const say = (what) => log.push(what);
  /** Notes each microtask tick until `ticks` have passed: what else happens lands between them. */
  const tick = (label, ticks = 6) => {
    let n = 0;
    const next = () => {
      n++;
      say(`${label}${n}`);
      if (n < ticks) queueMicrotask(next);
    };
    queueMicrotask(next);
  };
  const told = (name) => {
    put(name, log.join(' '));
    log.length = 0;
  };
  const settle = () => kit.pause(30);
  const follow = (promise, label) =>
    promise.then(
      () => say(`${label}:ok`),
      () => say(`${label}:no`),
    );

  // Events of a socket, with every kind of queue between them.
  const channel = new MessageChannel();
  channel.port1.onmessage = ({ data }) => say(data);
  const around = (target, types, label) => {
    for (const type of types) {
      target.addEventListener(type, () => {
        say(`${label}.${type}`);
        Promise.resolve()
          .then(() => say(`${type}:p`))
          .then(() => say(`${type}:pp`));
        queueMicrotask(() => say(`${type}:m`));
      });
      target.addEventListener(type, () => say(`${label}.${type}2`));
      target[`on${type}`] = () => say(`${label}.on${type}`);
      target.addEventListener(type, () => say(`${label}.${type} captured`), true);
    }
  };
  const socket = new WebSocket(there);
  around(socket, ['open', 'message', 'close', 'error'], 's');
  await kit.event(socket, 'open');
  await settle();
  told('socket opens');
  const answered = kit.event(socket, 'message');
  say('send');
  socket.send('x');
  say('sent');
  queueMicrotask(() => say('sent:m'));
  await answered;
  await settle();
  told('socket answers');
  const closed = kit.event(socket, 'close');
  socket.close();
  say(`closing ${socket.readyState}`);
  await closed;
  await settle();
  told('socket closes');
  const pushed = new WebSocket(kit.ws('/push'));
  around(pushed, ['open', 'message', 'close'], 'p');
  await kit.event(pushed, 'close');
  await settle();
  told('socket pushes');
  const refused = new WebSocket(kit.ws('/refused'));
  around(refused, ['error', 'close'], 'r');
  await kit.event(refused, 'close');
  await settle();
  told('socket is refused');
  const aborted = new WebSocket(there);
  around(aborted, ['error', 'close'], 'a');
  aborted.close();
  tick('t', 3);
  await kit.event(aborted, 'close');
  await settle();
  told('socket is aborted');
  // A page's own event, in the call: a checkpoint in the middle of it would let the microtask in.
  const own = new WebSocket(there);
  await kit.event(own, 'open');
  around(own, ['open', 'message', 'close'], 'o');
  queueMicrotask(() => say('queued before'));
  for (const type of ['open', 'message', 'close'])
    own.dispatchEvent(type === 'message' ? new MessageEvent(type) : new Event(type));
  say('dispatched');
  await settle();
  told('own events');
  own.close();
  await kit.event(own, 'close');
  await settle();
  told('own events end');

  const source = new EventSource('/events');
  around(source, ['open', 'message', 'error', 'named'], 'e');
  await kit.event(source, 'error');
  await settle();
  source.close();
  told('event source');

  const context = new AudioContext();
  await kit.saidLater(() => context.resume());
  await settle();
  around(context, ['statechange'], 'c');
  for (const step of ['suspend', 'resume', 'close']) {
    const changed = kit.event(context, 'statechange');
    const done = context[step]().then(() => say(`${step}:done ${context.state}`));
    await Promise.all([changed, done]);
    await settle();
    // Whether the promise or the event comes first is the browser's own affair, and stays so.
    told(`context ${step}`);
  }

  const audio = new Audio();
  const MEDIA = [
    'play',
    'playing',
    'pause',
    'ended',
    'emptied',
    'loadstart',
    'loadedmetadata',
    'durationchange',
    'abort',
  ];
  around(audio, MEDIA, 'm');
  audio.src = '/short.wav';
  say('src');
  follow(audio.play(), 'play');
  tick('t', 3);
  await kit.event(audio, 'ended');
  await settle();
  told('media plays');
  follow(audio.play(), 'play');
  audio.pause();
  audio.src = 'data:audio/wav;base64,UklGRg==';
  follow(audio.play(), 'play2');
  await kit.event(audio, 'error');
  await settle();
  told('media is interrupted');
  const shown = document.createElement('audio');
  shown.muted = true;
  document.body.append(shown);
  window.addEventListener('play', () => say('window play'), true);
  document.addEventListener('play', () => say('document play'), true);
  around(shown, ['play', 'playing', 'ended'], 'd');
  shown.src = '/short.wav';
  follow(shown.play(), 'play');
  await kit.event(shown, 'ended');
  await settle();
  shown.remove();
  told('media in the document');

  const peer = new RTCPeerConnection();
  around(
    peer,
    [
      'negotiationneeded',
      'signalingstatechange',
      'connectionstatechange',
      'icegatheringstatechange',
    ],
    'r',
  );
  peer.createDataChannel('x');
  await kit.event(peer, 'negotiationneeded');
  const offer = await peer.createOffer();
  await peer.setLocalDescription(offer).then(() => say('local'));
  await settle();
  told('peer');
  peer.close();
  say(peer.connectionState);
  await settle();
  told('peer closes');

  // Tasks of a page that waits for nothing: nothing of ours is among them.
  const tasks = new Promise((done) => {
    let n = 0;
    const port = new MessageChannel();
    port.port1.onmessage = () => {
      say(`task${++n}`);
      if (n === 3) done();
      else port.port2.postMessage(0);
    };
    new WebSocket(there).close();
    new Audio('data:,');
    tick('t', 3);
    port.port2.postMessage(0);
  });
  await tasks;
  told('tasks');
  put('timers', () => [setTimeout(() => {}), requestAnimationFrame(() => {})]);
});
