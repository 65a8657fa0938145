// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * One of everything that a voice page does: the probes that count and time have it done for them. What
 * it needs of the platform it takes from `kit`, so that all it calls is what such a page would call.
 */
globalThis.useEverything = async (put, kit) => {
  const { event, pause, said, saidLater } = kit;

  const socket = new WebSocket(kit.ws('/echo'), []);
  const opened = await event(socket, 'open');
  put('use socket', opened.type);
  for (const data of [
    '{"type":"audio","audio":""}',
    'x'.repeat(5000),
    new Uint8Array(10),
    new Blob(['x']),
    new ArrayBuffer(3),
  ]) {
    const answered = event(socket, 'message');
    socket.send(data);
    await answered;
  }
  const closed = event(socket, 'close');
  socket.close(1000, 'done');
  put('use socket close', (await closed).code);
  const pushed = new WebSocket(kit.ws('/push'));
  pushed.onmessage = () => {};
  await event(pushed, 'close');
  const refused = new WebSocket(kit.ws('/refused'));
  refused.onerror = () => {};
  await event(refused, 'close');
  new WebSocket(kit.ws('/echo')).close();
  said(() => new WebSocket('http://[bad'));
  said(() => WebSocket.prototype.send.call({}));

  const source = new EventSource('/events');
  source.onmessage = () => {};
  const named = event(source, 'named');
  await named;
  await event(source, 'error');
  source.close();

  const context = new AudioContext();
  await saidLater(() => context.resume());
  await context.audioWorklet.addModule('/worklet.js');
  const node = new AudioWorkletNode(context, 'vad-helper-worklet');
  node.connect(context.destination);
  node.port.postMessage('SPEECH_STOP');
  const buffer = new AudioBuffer({ length: 4410, sampleRate: 44100 });
  for (let n = 0; n < 3; n++) {
    const piece = new AudioBufferSourceNode(context, { buffer });
    piece.connect(context.destination);
    piece.start(context.currentTime + n / 10, 0, 0.05);
    if (n === 2) piece.stop(context.currentTime + 1);
  }
  const looped = context.createBufferSource();
  looped.buffer = buffer;
  looped.loop = true;
  looped.start();
  looped.stop();
  context.createScriptProcessor(4096).disconnect();
  const analyser = context.createAnalyser();
  analyser.getByteTimeDomainData(new Uint8Array(8));
  analyser.getFloatFrequencyData(new Float32Array(8));

  const audio = new Audio('/short.wav');
  put('use play', await saidLater(() => audio.play()));
  if (!audio.ended) await event(audio, 'ended');
  audio.src = 'data:audio/wav;base64,UklGRg==';
  put('use play broken', await saidLater(() => audio.play()));
  audio.load();
  audio.removeAttribute('src');
  const element = document.createElement('audio');
  document.body.append(element);
  element.src = '/short.wav';
  element.muted = true;
  await saidLater(() => element.play());
  element.pause();
  element.remove();

  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
  put('use tracks', stream.getTracks().length);
  const copy = stream.clone();
  const [track] = stream.getAudioTracks();
  const other = track.clone();
  context.createMediaStreamSource(stream).connect(analyser);
  other.stop();
  for (const one of [...stream.getTracks(), ...copy.getTracks()]) one.stop();
  put('use refused', await saidLater(() => navigator.mediaDevices.getUserMedia({})));

  const url = URL.createObjectURL(new Blob(['x'], { type: 'audio/wav' }));
  const sound = new Audio(url);
  await event(sound, 'error');
  URL.revokeObjectURL(url);

  const worker = new Worker('/worker.js');
  worker.postMessage({ a: 1 });
  await event(worker, 'message');
  worker.terminate();
  const shared = new SharedWorker('/shared.js');
  shared.port.start();
  await event(shared.port, 'message');
  shared.port.close();

  const peer = new RTCPeerConnection();
  const far = new RTCPeerConnection();
  peer.createDataChannel('x');
  peer.addTransceiver('audio');
  const offer = await peer.createOffer();
  await peer.setLocalDescription(offer);
  await far.setRemoteDescription(offer);
  const answer = await far.createAnswer();
  await far.setLocalDescription(answer);
  await peer.setRemoteDescription(answer);
  peer.close();
  far.close();

  const frame = await kit.frame({ src: '/blank' });
  new frame.contentWindow.WebSocket(kit.ws('/echo')).close();
  frame.remove();
  const channel = new MessageChannel();
  channel.port1.postMessage({ message: 'x' });
  channel.port1.close();
  String(WebSocket);
  WebSocket.prototype.send.toString();
  await context.close();
  // Twice as long as whatever is gathered may wait.
  await pause(600);
  put('use timers', [setTimeout(() => {}), requestAnimationFrame(() => {})]);
};
