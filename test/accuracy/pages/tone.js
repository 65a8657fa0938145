import * as Tone from 'tone';
import { bad, growing, httpUrl, met, repeat, tell, way } from './kit.js';

const CLIP = httpUrl('/clients/tone/440-1000.wav');
const SHORT = httpUrl('/clients/tone/440-300.wav');
const quiet = { volume: -30 };

/** @param {string} url */
const speak = (url) => {
  if (Tone.getContext().state !== 'running') met();
  const player = new Tone.Player({ ...quiet, url, autostart: true }).toDestination();
  player.onstop = () => player.dispose();
};

/** The library has one for all from the start. */
Tone.getContext();
let made = 1;
let live = 1;
/** What a queue needs to have ahead. */
const AHEAD_S = 0.6;
/** Gaps in most seconds of so long are heard, and are no accident. */
const HEARD_MS = 6000;
/** "Forgotten contexts: three and more, still rising" (report contract). */
const FORGOTTEN = 3;
const newContext = () => {
  const context = new Tone.Context();
  Tone.setContext(context, false);
  made++;
  live++;
  if (live - 1 > FORGOTTEN) met();
  return context;
};

/** @type {Record<string, () => (() => void) | Promise<() => void>>} */
const PAGES = {
  // Speech is played whether or not anybody has touched the page.
  gesture: () => {
    const begin = () => repeat(1000, () => speak(SHORT));
    if (bad) return begin();
    let stop = () => {};
    document.getElementById('stage')?.addEventListener('click', async () => {
      await Tone.start();
      stop = begin();
    });
    return () => stop();
  },
  // A context for each sound.
  contexts: () =>
    repeat(1500, () => {
      const context = newContext();
      const player = new Tone.Player({ ...quiet, url: SHORT, context, autostart: true });
      player.toDestination();
      if (bad) return;
      player.onstop = () => {
        player.dispose();
        context.dispose();
        live--;
      };
    }),
  // Pieces of a second, put one after the other on the context's clock as they arrive.
  queue: async () => {
    const buffer = await Tone.ToneAudioBuffer.fromUrl(CLIP);
    const context = Tone.getContext();
    let end = 0;
    const grows = growing();
    return repeat(bad ? 400 : 250, () => {
      // The healthy one asks for the next piece when there is room for it: a busy machine plays late.
      if (!bad && end - context.now() > AHEAD_S) return;
      const player = new Tone.Player({ ...quiet, url: buffer }).toDestination();
      end = Math.max(end, context.now() + 0.3);
      player.start(end);
      end += 1;
      grows(Math.round((end - context.now()) * 10));
    });
  },
  // A worklet that takes longer than the time its sound lasts, or next to none.
  worklet: async () => {
    const context = Tone.getContext();
    await Tone.start();
    await context.addAudioWorkletModule(httpUrl('/accuracy/worklet.js'));
    const node = context.createAudioWorkletNode('burden', { processorOptions: { heavy: bad } });
    const tone = new Tone.Oscillator({ ...quiet, frequency: 220 });
    Tone.connect(tone, node);
    Tone.connect(node, context.destination);
    tone.start();
    setTimeout(met, HEARD_MS);
    return () => {};
  },
};

const running = PAGES[way]?.();
tell({
  stop: async () => (await running)?.(),
  held: () => ({ audioContext: { created: made, live } }),
});
