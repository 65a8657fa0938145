// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * The promises that the natives give: in which microtask they settle where that is fixed, in which
 * order, whose they are, and what is looked up on them and on what they give.
 */
probe(async (put, kit) => {
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

  // Promises that the natives give: in which tick after the call they settle, where that is fixed.
  const AT_ONCE = {
    'microphone nothing': () => navigator.mediaDevices.getUserMedia({}),
    'microphone none': () => navigator.mediaDevices.getUserMedia(),
    'microphone nobody': () => MediaDevices.prototype.getUserMedia.call({}),
    'microphone number': () => navigator.mediaDevices.getUserMedia(1),
    'play nobody': () => HTMLMediaElement.prototype.play.call({}),
    'resume nobody': () => AudioContext.prototype.resume.call({}),
    'module nobody': () => Worklet.prototype.addModule.call({}),
    'stats nobody': () => RTCPeerConnection.prototype.getStats.call({}),
    'devices nobody': () => MediaDevices.prototype.enumerateDevices.call({}),
  };
  for (const [name, run] of Object.entries(AT_ONCE)) {
    tick('t');
    say('call');
    follow(run(), 'then');
    say('called');
    await settle();
    told(`${name}, then`);
    tick('t');
    (async () => {
      try {
        await run();
        say('await:ok');
      } catch {
        say('await:no');
      }
    })();
    await settle();
    told(`${name}, await`);
    tick('t');
    Promise.all([run()]).catch(() => say('all:no'));
    Promise.race([run(), run()]).catch(() => say('race:no'));
    run()
      .finally(() => say('finally'))
      .catch(() => say('catch'));
    await settle();
    told(`${name}, combined`);
  }
  // Two calls of one task settle in the order of the calls, whatever is between them.
  follow(navigator.mediaDevices.getUserMedia({}), 'first');
  follow(Promise.reject(), 'own');
  follow(navigator.mediaDevices.getUserMedia({}), 'second');
  await settle();
  told('two refusals');
  put('promise kinds', () => {
    const given = navigator.mediaDevices.getUserMedia({});
    given.catch(() => {});
    return [
      Object.getPrototypeOf(given) === Promise.prototype,
      given.constructor === Promise,
      kit.ownKeys(given).length,
    ];
  });
  class Mine extends Promise {}
  Object.defineProperty(Promise.prototype, 'constructor', {
    configurable: true,
    get() {
      say('constructor');
      return Promise;
    },
  });
  follow(navigator.mediaDevices.getUserMedia({}), 'then');
  await settle();
  Object.defineProperty(Promise.prototype, 'constructor', {
    configurable: true,
    writable: true,
    value: Promise,
  });
  told('constructor looked at');
  Object.defineProperty(Promise, Symbol.species, {
    configurable: true,
    get() {
      say('species');
      return Mine;
    },
  });
  follow(navigator.mediaDevices.getUserMedia({}), 'then');
  await settle();
  Object.defineProperty(Promise, Symbol.species, {
    configurable: true,
    get() {
      return this;
    },
  });
  told('species looked at');
  Object.defineProperty(MediaStream.prototype, 'then', {
    configurable: true,
    get() {
      say('then looked at');
    },
  });
  const stream = await kit.within(
    navigator.mediaDevices.getUserMedia({ audio: true }),
    'microphone',
  );
  delete MediaStream.prototype.then;
  told('stream given');

  // A stream that is given: nothing stands between its promise and what follows it.
  const given = navigator.mediaDevices.getUserMedia({ audio: true });
  const devices = follow(given, 'a').then(() => {
    say('b');
    queueMicrotask(() => say('micro'));
    return Promise.resolve().then(() => say('c'));
  });
  await devices;
  await settle();
  told('after a stream');
  for (const track of [...stream.getTracks(), ...(await given).getTracks()]) track.stop();
  told('tracks');
});
