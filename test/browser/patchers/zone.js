// @ts-nocheck: runs in a page.
/*
 * Angular's zone.js, which wraps timers, promises, listeners and handlers of everything: what runs in
 * which zone, which tasks it is told of, and what it thinks is patched.
 */
import 'zone.js';
import 'zone.js/plugins/webapis-rtc-peer-connection';
import 'zone.js/plugins/zone-patch-message-port';

probe(async (put, kit) => {
  const log = [];
  const say = (what) => log.push(`${what}@${Zone.current.name}`);
  const zone = Zone.current.fork({
    name: 'app',
    onScheduleTask(delegate, _current, target, task) {
      log.push(`schedule ${task.type} ${task.source}`);
      return delegate.scheduleTask(target, task);
    },
    onInvokeTask(delegate, _current, target, task, self, args) {
      log.push(`invoke ${task.type} ${task.source}`);
      return delegate.invokeTask(target, task, self, args);
    },
    onCancelTask(delegate, _current, target, task) {
      log.push(`cancel ${task.type} ${task.source}`);
      return delegate.cancelTask(target, task);
    },
    onHandleError(_delegate, _current, _target, error) {
      log.push(`error ${kit.errorOf(error)}`);
      return false;
    },
  });
  const told = (name) => {
    put(name, log.join(', '));
    log.length = 0;
  };
  const within = (run) => zone.run(() => new Promise(run));
  const patched = Zone.__symbol__.bind(Zone);
  for (const name of [
    'setTimeout',
    'Promise',
    'addEventListener',
    'WebSocket',
    'Worker',
    'ZoneAwarePromise',
  ])
    put(`patched ${name}`, typeof window[patched(name)]);
  put('originals', () =>
    Object.getOwnPropertyNames(window)
      .filter((k) => k.includes('__zone_symbol__'))
      .sort(),
  );
  for (const [name, owner] of Object.entries({
    WebSocket,
    EventSource,
    HTMLMediaElement,
    AudioContext,
    Worker,
    RTCPeerConnection,
    MessagePort,
    MediaStreamTrack,
  }))
    put(`keys of ${name}`, () => [
      kit.ownKeys(owner.prototype).join(),
      kit.ownKeys(owner).sort().join(),
      String(owner),
    ]);
  told('setup');

  await within((done) => {
    const socket = new WebSocket(kit.ws('/echo'));
    socket.onopen = () => {
      say('open');
      socket.send('x');
    };
    socket.addEventListener('message', function listener() {
      say(`message ${this === socket}`);
      socket.removeEventListener('message', listener);
      put('listeners', () => [
        socket.eventListeners?.('message').length,
        socket.eventListeners?.('open').length,
      ]);
      socket.close();
    });
    socket.onclose = () => {
      say('close');
      put('handler is mine', () => socket.onclose.toString().includes('handler is mine'));
      done();
    };
    put('own keys of a socket', () =>
      kit
        .ownKeys(socket)
        .filter((k) => !k.includes('zone'))
        .join(),
    );
    put('zone keys of a socket', () =>
      kit
        .ownKeys(socket)
        .filter((k) => k.includes('zone'))
        .sort()
        .join(),
    );
  });
  told('socket');
  await within((done) => {
    const socket = new WebSocket(kit.ws('/refused'));
    socket.onerror = () => say('error');
    socket.onclose = (e) => done(say(`close ${e.code}`));
  });
  told('refused socket');
  await within((done) => {
    const source = new EventSource('/events');
    source.onmessage = (e) => say(e.data);
    source.addEventListener('named', (e) => say(e.data));
    source.onerror = () => done(source.close());
  });
  told('source');
  await zone.run(async () => {
    const context = new AudioContext();
    context.onstatechange = () => say(`state ${context.state}`);
    await context.close().then(() => say('closed'));
    const audio = new Audio('/short.wav');
    audio.onended = () => say('ended');
    await audio.play().then(
      () => say('plays'),
      () => say('plays not'),
    );
    await kit.event(audio, 'ended');
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    say(`stream ${stream.getTracks().length}`);
    stream.getTracks()[0].onended = () => say('track ended');
    stream.getTracks()[0].stop();
    await navigator.mediaDevices.getUserMedia({}).catch((e) => say(kit.errorOf(e)));
    put('zone promise', () => {
      const given = navigator.mediaDevices.getUserMedia({});
      given.catch(() => {});
      return [given instanceof Promise, given.constructor === Promise, given.constructor.name];
    });
  });
  // How many microtasks zone.js needs for each `await` of a native promise is compared with the rest.
  told('sound');
  await within((done) => {
    const worker = new Worker('/worker.js');
    worker.onmessage = () => {
      say('worker');
      worker.terminate();
      done();
    };
    worker.postMessage(1);
  });
  told('worker');
  await within((done) => {
    const peer = new RTCPeerConnection();
    peer.onnegotiationneeded = () => {
      say('needed');
      peer.close();
      done();
    };
    peer.createDataChannel('x');
  });
  told('peer');
  zone.run(() => setTimeout(() => new WebSocket('http://[bad')));
  await kit.pause(50);
  told('error in a timer');
  zone.run(() => Promise.reject(new Error('mine')));
  zone.run(() => navigator.mediaDevices.getUserMedia({}));
  await kit.pause(50);
  told('rejections');
  const frame = await kit.frame({ src: '/blank' });
  zone.run(() => {
    const socket = new frame.contentWindow.WebSocket(kit.ws('/echo'));
    socket.onclose = () => say('frame close');
    socket.close();
  });
  await kit.pause(100);
  told('frame');
});
