// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * Documents that are written over, frames that are gone, documents without a window, popups, and
 * workers: what their globals own, and whether their constructors work.
 */
probe(async (put, kit) => {
  const { look, use } = lookInto(put, kit);
  const there = kit.ws('/echo');
  const blank = await kit.frame();

  // Written over, before and after it has loaded.
  const written = document.createElement('iframe');
  document.body.append(written);
  const before = written.contentWindow.WebSocket;
  for (const round of [1, 2]) {
    written.contentDocument.open();
    written.contentDocument.write(
      '<title>written</title><script>var own = new WebSocket("' +
        there +
        '"); own.close();</script>',
    );
    written.contentDocument.close();
    put(`written ${round}: same`, before === written.contentWindow.WebSocket);
    put(
      `written ${round}: own`,
      () => written.contentWindow.own.constructor === written.contentWindow.WebSocket,
    );
    look(`written ${round}`, written.contentWindow);
    use(`written ${round}`, written.contentWindow);
  }
  const over = await kit.frame({ src: '/blank' });
  over.contentDocument.open();
  over.contentDocument.write('<p>over');
  over.contentDocument.close();
  look('written over', over.contentWindow);
  use('written over', over.contentWindow);

  // Gone: what was taken from it while it was there.
  const NAMES =
    'WebSocket Audio AudioContext Worker RTCPeerConnection EventSource URL Blob DOMException TypeError HTMLAudioElement'.split(
      ' ',
    );
  for (const [label, frame] of [
    ['gone blank', blank],
    ['gone document', over],
  ]) {
    const kept = {};
    for (const name of NAMES) kept[name] = frame.contentWindow[name];
    const { WebSocket: Gone } = kept;
    const open = new Gone(there);
    frame.remove();
    use(label, kept);
    put(
      `${label}: source`,
      kit.said(() => new kept.EventSource('/events'), kept),
    );
    put(`${label}: text`, () => Function.prototype.toString.call(Gone.prototype.close));
    put(`${label}: its socket`, () => [open.readyState, kit.said(() => open.close(), kept)]);
    put(`${label}: method`, () => kit.said(() => Gone.prototype.send.call({}), kept));
  }

  const inert = document.implementation.createHTMLDocument('x');
  put('inert document', () => [
    Object.getOwnPropertyNames(inert),
    inert.defaultView,
    inert.createElement('audio').constructor === HTMLAudioElement,
  ]);
  const quiet = inert.createElement('audio');
  put('inert audio', () => {
    quiet.src = '/short.wav';
    quiet.load();
    return [quiet.networkState, quiet.src];
  });
  put('inert play', await kit.saidLater(() => Promise.race([quiet.play(), kit.pause(200)])));

  const popup = window.open('about:blank');
  put('popup', typeof popup);
  if (popup) {
    look('popup, at once', popup);
    use('popup, at once', popup);
    popup.document.write('<p>x</p><script>var own = typeof WebSocket;</script>');
    popup.document.close();
    look('popup, written', popup);
    put('popup own', () => popup.own);
    popup.close();
  }
  const WORKERS = {
    worker: new Worker('/names-worker.js'),
    'blob worker': new Worker(
      URL.createObjectURL(new Blob(['postMessage(Object.getOwnPropertyNames(self).join())'])),
    ),
  };
  const named = Object.values(WORKERS).map((worker) => kit.event(worker, 'message'));
  for (const [n, [label, worker]] of Object.entries(WORKERS).entries()) {
    put(`${label}: names`, (await named[n]).data);
    worker.terminate();
  }
});
