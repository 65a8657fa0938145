import { STOPS } from '../protocol/vad-rules';
import type { ContextWatch } from './audio';
import type { Ledger } from './ledger';
import {
  collected,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  protoOf,
  reader,
  weakMap,
} from './natives';
import { afterwards, wrapConstructor, wrapMethod } from './wrap';

interface Known {
  /** Tells the ledger its shape, and whether it is there. */
  put(shape: string, live: boolean): void;
  shape: string;
  /** Its shape from when it listens to a stream. */
  tapped: string;
  /** What it is told when it is to stop for ever. */
  stop: string | undefined;
  stopped: boolean;
}

/** A field of what the page has sent: its getters, if it has any, do not run. */
export const fieldOf = (sent: unknown, name: string): unknown =>
  typeof sent === 'object' && sent ? getOwnPropertyDescriptor(sent, name)?.value : undefined;

/**
 * The audio nodes that voice detectors are made of, by their shape: AudioWorkletNodes by the name of their
 * processor, ScriptProcessors and analysers that listen to a stream by their sizes. What they are is judged
 * elsewhere (`protocol/vad-rules.ts`). A node is there until its context or its port is closed, until it is
 * disconnected (and again from when a stream is connected to it), until it is told to stop, or collected.
 */
export const watchNodes = (ledger: Ledger, contexts: ContextWatch): void => {
  const portOf = reader<object>('AudioWorkletNode', 'port');
  const contextOf = reader<object>('AudioNode', 'context');
  const sizeOf = reader<number>('ScriptProcessorNode', 'bufferSize');
  const binsOf = reader<number>('AnalyserNode', 'fftSize');
  const smoothingOf = reader<number>('AnalyserNode', 'smoothingTimeConstant');
  const streams = protoOf('MediaStreamAudioSourceNode');
  /** By node, and by its port. */
  const known = weakMap<Known>();
  let portsWatched = false;

  const set = (one: Known | undefined, live: boolean): void => {
    if (one && !one.stopped) one.put(one.shape, live);
  };
  const end = (one: Known): void => {
    set(one, false);
    one.stopped = true;
  };
  const lost = collected(end);

  /** A node of a context that makes sound, and not a file. */
  const follow = (node: object, shape: string, tapped = shape): Known | undefined => {
    const context = contextOf(node);
    if (!context || !contexts.isWatched(context)) return undefined;
    const one: Known = { put: ledger.node(), shape, tapped, stop: undefined, stopped: false };
    known.set(node, one);
    set(one, true);
    lost(node, one);
    contexts.whenClosed(context, () => end(one));
    return one;
  };

  /** Only a page that has a detector pays for this: its end shows on the node's port alone. */
  const watchPorts = (): void => {
    if (portsWatched) return;
    portsWatched = true;
    wrapMethod(
      'MessagePort',
      'postMessage',
      afterwards((self, _result, args) => {
        const one = known.get(self);
        const said = args[0];
        if (one?.stop && (said === one.stop || fieldOf(said, 'message') === one.stop)) end(one);
      }),
    );
  };
  wrapConstructor<object>('AudioWorkletNode', (node, args) => {
    const name = typeof args[1] === 'string' ? args[1] : '';
    const one = follow(node, `worklet ${name}`, `tapped ${name}`);
    if (!one) return;
    const entry = ledger.add('audioWorkletNode', 'live');
    const over = (): void => ledger.move(entry, 'closed');
    contexts.whenClosed(contextOf(node) as object, over);
    one.stop = STOPS[name];
    if (!one.stop) return;
    known.set(portOf(node) as object, one);
    watchPorts();
  });

  wrapMethod(
    'AudioNode',
    'connect',
    afterwards((self, _result, args) => {
      // Only what a stream is connected to listens; a player is fed by the page.
      if (getPrototypeOf(self) !== streams) return;
      const node = args[0] as object;
      const size = sizeOf(node);
      const bins = binsOf(node);
      const one =
        known.get(node) ??
        (size
          ? follow(node, `script ${size}`)
          : bins && follow(node, `analyser ${bins} ${smoothingOf(node)}`));
      if (!one) return;
      one.shape = one.tapped;
      set(one, true);
    }),
  );
  wrapMethod(
    'AudioNode',
    'disconnect',
    afterwards((self, _result, args) => {
      if (!args.length) set(known.get(self), false);
    }),
  );
};
