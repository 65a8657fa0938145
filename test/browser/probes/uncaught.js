// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * What `onerror`, the `error` event, `unhandledrejection` and the console are told of an error that
 * nobody catches, or that a page throws or reports again.
 */
probe(async (put, kit) => {
  const { CASES, PROMISES } = mistakes(kit);
  const events = [];
  window.onerror = (message, file, line, column, error) => {
    events.push(['onerror', message, file, line, column, kit.errorOf(error)]);
    return false;
  };
  addEventListener('error', (e) => {
    events.push([
      'event',
      e.message,
      e.filename,
      e.lineno,
      e.colno,
      kit.errorOf(e.error),
      e.isTrusted,
    ]);
  });
  addEventListener('unhandledrejection', (e) => {
    events.push([
      'rejection',
      kit.errorOf(e.reason),
      kit.stackOf(e.reason),
      Object.getPrototypeOf(e.promise) === Promise.prototype,
    ]);
  });
  const told = async (label, run) => {
    events.length = 0;
    run();
    // What the run puts off is told in its own task: those of later timers come after it.
    await kit.pause(0);
    await kit.pause(0);
    events.forEach(([kind, message, file, line, column, ...rest]) => {
      put(`${label} uncaught ${kind}`, [message, ...rest]);
      put(`${label} uncaught ${kind} place`, [file, line, column]);
    });
  };
  for (const label of [
    'socket scheme',
    'socket without new',
    'socket send early',
    'socket close code',
    'start twice',
    'worker other',
    'page getter',
    'page value',
    'page dictionary',
    'post function',
  ])
    await told(label, () => kit.later(CASES[label]));
  for (const label of Object.keys(PROMISES).slice(0, 7)) {
    events.length = 0;
    const heard = kit.event(window, 'unhandledrejection');
    PROMISES[label]();
    await heard;
    put(
      `${label} unhandled`,
      events.map((event) => event.join(' ')),
    );
  }
  await told('in a script', () => {
    const script = document.createElement('script');
    script.textContent = '\n\n  new WebSocket("http://[bad");';
    document.body.append(script);
  });
  await told('in a listener', () => {
    const target = new EventTarget();
    target.addEventListener('x', () => new WebSocket('http://[bad'));
    target.dispatchEvent(new Event('x'));
  });
  await told('told by the page', () => {
    try {
      new WebSocket('http://[bad');
    } catch (error) {
      reportError(error);
    }
  });
  await told('thrown again', () =>
    kit.later(() => {
      try {
        new WebSocket('http://[bad');
      } catch (error) {
        // As a library does that looks at every error.
        void error.name;
        throw error;
      }
    }),
  );
});
