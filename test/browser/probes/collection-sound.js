// @ts-nocheck: runs in a page and looks at it the way a page would.
/* As `collection.js`: contexts, nodes, media elements, microphones. */
probe(async (put, kit) => {
  const running = new AudioContext();
  await running.audioWorklet.addModule('/worklet.js');
  const buffer = new AudioBuffer({ length: 441, sampleRate: 44100 });
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });

  await collectAll(put, kit, {
    'context closed': async () => {
      const context = new AudioContext();
      context.onstatechange = () => {};
      await context.close();
      return context;
    },
    'context closed after sound': async () => {
      const context = new AudioContext();
      const node = new AudioBufferSourceNode(context, { buffer });
      node.connect(context.destination);
      node.start();
      await kit.event(node, 'ended');
      await context.close();
      return context;
    },
    'context dropped unclosed': async () => new AudioContext(),
    'offline context': async () => new OfflineAudioContext(1, 128, 44100),
    'source node ended': async () => {
      const node = new AudioBufferSourceNode(running, { buffer });
      node.connect(running.destination);
      node.start();
      await kit.event(node, 'ended');
      node.disconnect();
      return node;
    },
    'source node never started': async () => new AudioBufferSourceNode(running, { buffer }),
    'source node stopped': async () => {
      const node = new AudioBufferSourceNode(running, { buffer, loop: true });
      node.start();
      node.stop();
      await kit.event(node, 'ended');
      return node;
    },
    'worklet node': async () => {
      const node = new AudioWorkletNode(running, 'quiet');
      node.port.close();
      node.disconnect();
      return node;
    },
    'audio without source': async () => new Audio(),
    'audio loaded': async () => {
      const audio = new Audio('/short.wav');
      await kit.event(audio, 'loadedmetadata');
      return audio;
    },
    'audio ended': async () => {
      const audio = new Audio('/short.wav');
      audio.play();
      await kit.event(audio, 'ended');
      return audio;
    },
    'audio broken': async () => {
      const audio = new Audio('data:audio/wav;base64,UklGRg==');
      await audio.play().catch(() => {});
      return audio;
    },
    'audio emptied': async () => {
      const audio = new Audio('/short.wav');
      await kit.event(audio, 'loadedmetadata');
      audio.removeAttribute('src');
      audio.load();
      return audio;
    },
    'audio in the document': async () => {
      const audio = document.createElement('audio');
      audio.src = '/short.wav';
      document.body.append(audio);
      await audio.play();
      await kit.event(audio, 'ended');
      audio.remove();
      return audio;
    },
    'track stopped': async () => {
      const track = stream.getTracks()[0].clone();
      track.onended = () => {};
      track.stop();
      return track;
    },
    'stream dropped': async () => {
      const copy = stream.clone();
      for (const track of copy.getTracks()) track.stop();
      return copy;
    },
    'microphone of its own': async () => {
      const own = await navigator.mediaDevices.getUserMedia({ audio: true });
      for (const track of own.getTracks()) track.stop();
      return own;
    },
    'promise of a microphone': async () => ({
      of: navigator.mediaDevices.getUserMedia({}).catch(() => {}),
    }),
  });
  for (const track of stream.getTracks()) track.stop();
  await running.close();
});
