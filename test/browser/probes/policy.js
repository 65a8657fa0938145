// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * The same uses under a policy: what works, what is refused, and what the violation events say.
 */
probe(async (put, kit) => {
  const violations = [];
  addEventListener('securitypolicyviolation', (e) => violations.push(e));
  const text = (url) => kit.saidLater(async () => (await fetch(url)).status);

  put('isolated', () => [crossOriginIsolated, typeof SharedArrayBuffer, isSecureContext, origin]);
  const outcome = (make, good, bad) =>
    kit.saidLater(async () => {
      const made = make();
      const type = await Promise.race([kit.event(made, good), kit.event(made, bad)]);
      made.close?.();
      made.terminate?.();
      return type.type ?? type;
    });
  put('socket', await outcome(() => new WebSocket(kit.ws('/echo')), 'open', 'error'));
  put(
    'socket elsewhere',
    await outcome(() => new WebSocket('ws://localhost:9/x?secret'), 'open', 'error'),
  );
  put('source', await outcome(() => new EventSource('/events'), 'message', 'error'));
  put(
    'source elsewhere',
    await outcome(() => new EventSource('http://localhost:9/x'), 'message', 'error'),
  );
  put(
    'worker',
    await outcome(
      () => {
        const worker = new Worker('/worker.js');
        worker.postMessage(1);
        return worker;
      },
      'message',
      'error',
    ),
  );
  put(
    'blob worker',
    await outcome(
      () => new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))),
      'message',
      'error',
    ),
  );
  put('shared worker', await kit.saidLater(() => new SharedWorker('/shared.js')));
  put('audio', await outcome(() => new Audio('/short.wav'), 'loadedmetadata', 'error'));
  put(
    'audio data',
    await outcome(() => new Audio('data:audio/wav;base64,UklGRg=='), 'loadedmetadata', 'error'),
  );
  put('play', await kit.saidLater(() => kit.within(new Audio('/short.wav').play(), 'play')));
  put(
    'worklet',
    await kit.saidLater(async () => {
      const context = new AudioContext();
      try {
        await context.audioWorklet.addModule('/worklet.js');
        return new AudioWorkletNode(context, 'quiet');
      } finally {
        await context.close();
      }
    }),
  );
  put(
    'microphone',
    await kit.saidLater(async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      for (const track of stream.getTracks()) track.stop();
      return stream;
    }),
  );
  put(
    'peer',
    kit.said(() => new RTCPeerConnection().close()),
  );
  put('fetch', await text('/blank'));
  put(
    'eval',
    // biome-ignore lint/security/noGlobalEval: whether it may is the question
    kit.said(() => eval('1 + 1')),
  );
  put(
    'function',
    kit.said(() => new Function('return 2')()),
  );
  put(
    'html',
    kit.said(() => {
      document.createElement('p').innerHTML = '<b>x</b>';
    }),
  );
  put(
    'script text',
    kit.said(() => {
      const script = document.createElement('script');
      script.text = 'window.ran = 1';
      document.body.append(script);
      return window.ran;
    }),
  );
  put(
    'script source',
    kit.said(() => {
      document.createElement('script').src = '/x.js';
    }),
  );
  put(
    'inline handler',
    kit.said(() => {
      const p = document.createElement('p');
      p.setAttribute('onclick', 'window.clicked = 1');
      p.click();
      return window.clicked;
    }),
  );
  put(
    'write',
    kit.said(() => document.implementation.createHTMLDocument('').write('<p>x')),
  );
  put(
    'trusted',
    kit.said(() => window.trustedTypes?.createPolicy('mine', {})),
  );
  put('text of a function', () => String(WebSocket));
  put('bad socket', () => new WebSocket('http://[bad'));
  put(
    'frame',
    await kit.saidLater(async () => {
      const { contentWindow } = await kit.frame({ srcdoc: '<p>x' });
      return [
        String(contentWindow.WebSocket),
        Object.getOwnPropertyNames(contentWindow).length,
        kit.said(() => new contentWindow.WebSocket(kit.ws('/echo')).close(), contentWindow),
      ];
    }),
  );
  put('names', () =>
    Object.getOwnPropertyNames(window)
      .filter((k) => !/^\d+$/.test(k))
      .sort(),
  );

  await kit.pause(300);
  // Those of the network come when they come.
  const told = violations.map((e) => ({
    what: [
      e.violatedDirective,
      e.effectiveDirective,
      e.blockedURI,
      e.disposition,
      e.statusCode,
      e.sample.replace(/blob:.*/, 'blob:'),
      e.documentURI,
      e.target?.nodeName,
      e.isTrusted,
    ].join(' '),
    place: [e.sourceFile, e.lineNumber, e.columnNumber].join(':'),
  }));
  told.sort((a, b) => (a.what === b.what ? 0 : a.what < b.what ? -1 : 1));
  put('violations', told.length);
  told.forEach(({ what, place }, n) => {
    put(`violation ${n}`, what);
    put(`violation ${n} place`, place);
  });
});
