// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * What a page learns from an error that it catches: whose it is, what it says, and where it says it
 * was made. `here` makes each at one known line.
 */
probe(async (put, kit) => {
  const { CASES, PROMISES } = mistakes(kit);
  const OWN = [
    'fileName',
    'lineNumber',
    'columnNumber',
    'code',
    'result',
    'filename',
    'data',
    'cause',
  ];
  const tell = (label, error) => {
    put(`${label}: error`, kit.errorOf(error));
    if (typeof error !== 'object' || error === null) return;
    put(`${label}: own`, kit.ownKeys(error));
    put(`${label}: stack`, () => kit.stackOf(error));
    put(`${label}: stack flags`, kit.flags(error, 'stack'));
    put(`${label}: frozen`, Object.isFrozen(error));
    put(`${label}: text`, () => `${error}`);
    for (const key of OWN) put(`${label}: ${key}`, () => error[key]);
  };
  const here = (run) => run();
  for (const [label, run] of Object.entries(CASES)) {
    try {
      here(run);
      put(`${label}: error`, 'none');
    } catch (error) {
      tell(label, error);
    }
  }
  for (const [label, run] of Object.entries(PROMISES))
    await kit.within(run(), label).then(
      (value) => put(`${label}: given`, value),
      (error) => tell(label, error),
    );

  // A page that looks at its stacks in another way, or wants more or less of them.
  for (const limit of [0, 1, 2, 3, 50]) {
    const before = Error.stackTraceLimit;
    Error.stackTraceLimit = limit;
    try {
      here(CASES['socket scheme']);
    } catch (error) {
      put(`limit ${limit}: frames`, () => kit.stackOf(error).split('\n').length);
      put(`limit ${limit}: stack`, () => kit.stackOf(error));
    }
    Error.stackTraceLimit = before;
    if (before === undefined) delete Error.stackTraceLimit;
  }
  for (const [label, run] of Object.entries(CASES).slice(0, 8)) {
    Error.prepareStackTrace = (_error, sites) =>
      sites.slice(0, 3).map((s) => `${s.getFunctionName()} ${s.getFileName()}`);
    try {
      here(run);
    } catch (error) {
      put(`${label}: call sites`, () => error.stack);
    }
    delete Error.prepareStackTrace;
  }
  let seen;
  const spy = {
    toString() {
      seen = kit.stackOf(new Error('where'));
      return 'http://[bad';
    },
  };
  put('stack in a conversion', () => {
    kit.said(() => new WebSocket(spy));
    return seen;
  });
  put('stack in an option', () => {
    new AudioContext({
      get latencyHint() {
        seen = kit.stackOf(new Error('where'));
        return 'playback';
      },
    }).close();
    return seen;
  });
});
