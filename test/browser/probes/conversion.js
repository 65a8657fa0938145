// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * Which of a page's own code runs while a native takes its arguments, in which order, and how often:
 * conversions to text and number, option bags, iterables. Each argument is a spy that logs it all.
 */
probe(async (put, kit) => {
  const { log, spied, old, bag, list, tellAll } = spies(put, kit);
  const there = kit.ws('/echo');
  const open = new WebSocket(there);
  const other = new WebSocket(there);
  await Promise.all([kit.event(open, 'open'), kit.event(other, 'open')]);
  const blob = new Blob(['x']);
  await tellAll({
    'socket texts': () => new WebSocket(spied('url', there), spied('protocol', 'chat')),
    'socket old texts': () => new WebSocket(old('url', there), old('protocol', 'chat')),
    'socket URL': () => new WebSocket(new URL(there)),
    'socket list': () =>
      new WebSocket(spied('url', there), list('protocols', spied('one', 'a'), old('two', 'b'))),
    'socket list twice the same': () => new WebSocket(there, list('protocols', 'a', 'a')),
    'socket list throws': () => new WebSocket(there, list('protocols', 'a', Symbol('s'), 'c')),
    'socket bag': () => new WebSocket(there, bag('protocols', {})),
    'socket array bag': () => new WebSocket(there, bag('protocols', ['a', 'b'])),
    'socket function': () =>
      new WebSocket(
        there,
        bag('protocols', () => {}),
      ),
    'socket url bag': () => new WebSocket(bag('url', new String(there))),
    'socket extra': () => new WebSocket(there, [], bag('third'), spied('fourth', 1)),
    'socket bad url first': () => new WebSocket('http://[bad', spied('protocol', 'a')),
    'send text': () => open.send(spied('data', 'x')),
    'send old': () => open.send(old('data', 'x')),
    'send bag': () => open.send(bag('data')),
    'send nothing but more': () => open.send('x', bag('second')),
    'send null': () => open.send(null),
    'send list': () => open.send([1, spied('in list', 2)]),
    'close code': () => other.close(spied('code', 3000), spied('reason', 'bye')),
    'close bad code': () => open.close(spied('code', 1), spied('reason', 'bye')),
    'close old': () => other.close(old('code', 3000), old('reason', 'bye')),
    'source options': () =>
      new EventSource(spied('url', '/events'), bag('options', { withCredentials: spied('c', 1) })),
    'source old': () => new EventSource(old('url', '/events'), bag('options')),
    worker: () =>
      new Worker(
        spied('url', '/worker.js'),
        bag('options', {
          type: spied('type', 'classic'),
          name: spied('name', 'n'),
          credentials: spied('c', 'omit'),
        }),
      ),
    'worker old': () => new Worker(old('url', '/worker.js'), bag('options')),
    'worker URL': () => new Worker(new URL('/worker.js', location)),
    shared: () => new SharedWorker(spied('url', '/shared.js'), spied('name', 'n')),
    'shared bag': () =>
      new SharedWorker(old('url', '/shared.js'), bag('options', { name: spied('name', 'n') })),
    'terminate extra': () => new Worker('/worker.js').terminate(bag('first')),
    peer: () =>
      new RTCPeerConnection(
        bag('config', {
          iceServers: list('servers', bag('server', { urls: spied('urls', 'stun:localhost') })),
          iceTransportPolicy: spied('policy', 'all'),
        }),
      ),
    'peer old': () => new RTCPeerConnection(bag('config'), bag('constraints')),
    'object url': () => URL.createObjectURL(bag('blob')),
    'object url extra': () =>
      URL.revokeObjectURL(URL.createObjectURL(blob, bag('second')), bag('second')),
    revoke: () => URL.revokeObjectURL(spied('url', 'blob:x')),
    post: () =>
      new MessageChannel().port1.postMessage(
        {
          get message() {
            log.push('message read');
            return 'x';
          },
        },
        bag('options'),
      ),
    'post transfer': () => new MessageChannel().port1.postMessage('x', list('transfer')),
    'post to a worker': () => {
      const worker = new Worker('/worker.js');
      worker.postMessage(
        {
          get message() {
            log.push('message read');
            return 'x';
          },
        },
        list('transfer'),
      );
      worker.terminate();
    },
    'add listener': () =>
      open.addEventListener(
        spied('type', 'x'),
        bag('listener', () => {}),
        bag('options', { once: spied('once', 1) }),
      ),
    'remove listener': () => open.removeEventListener(spied('type', 'x'), null, bag('options')),
    dispatch: () => open.dispatchEvent(bag('event')),
    text: () => Function.prototype.toString.call(bag('this', function mine() {})),
  });
  open.close();
});
