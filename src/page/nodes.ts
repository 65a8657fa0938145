import { LIMITS } from '../protocol/facts';
import { STOPS } from '../protocol/vad-rules';
import { stateOf } from './audio';
import {
  beginEntry,
  beginNode,
  type Entry,
  entryOf,
  know,
  leave,
  move,
  untilCollected,
} from './ledger';
import { getOwnPropertyDescriptor, getPrototypeOf, on, protoOf, reader, slice } from './natives';
import { watchConstructor, watchMethod } from './wrap';

interface AudioNodeEntry extends Entry {
  /** What it is told when it is to stop for ever. */
  stop: string | undefined;
  stopped: boolean;
}

/** A field of what the page has sent: its getters, if it has any, do not run. */
export const fieldOf = (sent: unknown, name: string): unknown =>
  typeof sent === 'object' && sent ? getOwnPropertyDescriptor(sent, name)?.value : undefined;

const portOf = reader<object>('AudioWorkletNode', 'port');
const contextOf = reader<object>('AudioNode', 'context');
const sizeOf = reader<number>('ScriptProcessorNode', 'bufferSize');
const binsOf = reader<number>('AnalyserNode', 'fftSize');
const smoothingOf = reader<number>('AnalyserNode', 'smoothingTimeConstant');
const streams = protoOf('MediaStreamAudioSourceNode');
let portsWatched = false;

const end = (one: AudioNodeEntry): void => {
  leave(one);
  one.stopped = true;
};
const whenClosed = (context: unknown, gone: () => void): void =>
  on(context, 'statechange', () => stateOf(context) === 'closed' && gone());

/** A node of a context that makes sound, and not a file. */
const follow = (node: object, shape: string): AudioNodeEntry | undefined => {
  const context = contextOf(node);
  if (!entryOf(context)) return undefined;
  const one = know(node, { ...beginNode(shape), stop: undefined, stopped: false });
  untilCollected(node, one);
  whenClosed(context, () => end(one));
  return one;
};

/** Only a page that has a detector pays for this: its end shows on the node's port alone. */
const watchPorts = (): void => {
  if (portsWatched) return;
  portsWatched = true;
  watchMethod('MessagePort', 'postMessage', (_result, port: object, args: unknown[]) => {
    const one = entryOf<AudioNodeEntry>(port);
    const said = args[0];
    if (one?.stop && (said === one.stop || fieldOf(said, 'message') === one.stop)) end(one);
  });
};

/**
 * The audio nodes that voice detectors are made of, by their shape: AudioWorkletNodes by the name of their
 * processor, ScriptProcessors and analysers that listen to a stream by their sizes. What they are is judged
 * elsewhere (`protocol/vad-rules.ts`). A node is there until its context or its port is closed, until it is
 * disconnected (and again from when a stream is connected to it), until it is told to stop, or collected.
 */
export const watchNodes = (): void => {
  watchConstructor('AudioWorkletNode', (node: object, args: unknown[]) => {
    const name = typeof args[1] === 'string' ? slice(args[1], 0, LIMITS.shape) : '';
    const one = follow(node, `worklet ${name}`);
    if (!one) return;
    const entry = beginEntry('audioWorkletNode', 'live');
    whenClosed(contextOf(node), () => move(entry, 'closed'));
    one.stop = STOPS[name];
    if (!one.stop) return;
    know(portOf(node) as object, one);
    watchPorts();
  });

  watchMethod('AudioNode', 'connect', (_result, source: object, args: unknown[]) => {
    // Only what a stream is connected to listens; a player is fed by the page.
    if (getPrototypeOf(source) !== streams) return;
    const node = args[0] as object;
    const size = sizeOf(node);
    const bins = binsOf(node);
    const one =
      entryOf<AudioNodeEntry>(node) ??
      (size
        ? follow(node, `script ${size}`)
        : bins && follow(node, `analyser ${bins} ${smoothingOf(node)}`));
    if (!one || one.stopped) return;
    one.gone = 'released';
    move(one, 'tapped');
  });
  watchMethod('AudioNode', 'disconnect', (_result, node: object, args: unknown[]) => {
    const one = entryOf(node);
    if (one && !args.length) leave(one);
  });
};
