import { STOPS } from '../protocol/vad-rules';
import type { ContextWatch } from './audio';
import type { Ledger } from './ledger';
import { collected, getOwnPropertyDescriptor, reader, weakMap } from './natives';
import { afterwards, wrapConstructor, wrapMethod } from './wrap';

/**
 * The audio nodes that voice detectors are made of, by their shape: AudioWorkletNodes by the name of their
 * processor, ScriptProcessors by their size, analysers of a microphone that are asked for float spectra.
 * What they are is judged elsewhere (`protocol/vad-rules.ts`). A node is there until its context is
 * closed, until it is told to stop, or until it is collected.
 */
export const watchNodes = (ledger: Ledger, contexts: ContextWatch): void => {
  const portOf = reader<object>('AudioWorkletNode', 'port');
  const contextOf = reader<object>('AudioNode', 'context');
  /** Port of a node → what it is told when it is to stop, and what then ends. */
  const ports = weakMap<{ stop: string; end: () => void }>();
  /** Contexts that listen to a stream. */
  const listening = weakMap<true>();
  const analysers = weakMap<true>();
  let portsWatched = false;
  const lost = collected<() => void>((end) => end());

  /** Follows a node of a context that makes sound; gives back what ends it. */
  const follow = (node: object, shape: string): (() => void) | undefined => {
    const context = contextOf(node);
    if (!context || !contexts.isWatched(context)) return undefined;
    const end = ledger.node(shape);
    contexts.whenClosed(context, end);
    lost(node, end);
    return end;
  };

  /** Only a page that has a detector pays for this: its end shows on the node's port alone. */
  const watchPorts = (): void => {
    if (portsWatched) return;
    portsWatched = true;
    wrapMethod(
      'MessagePort',
      'postMessage',
      afterwards((self, _result, args) => {
        const one = ports.get(self);
        if (!one) return;
        const sent = args[0] as object | string | null;
        const said =
          sent && typeof sent === 'object'
            ? getOwnPropertyDescriptor(sent, 'message')?.value
            : sent;
        if (said === one.stop) one.end();
      }),
    );
  };

  wrapConstructor<object>('AudioWorkletNode', (node, args) => {
    const name = args[1] as string;
    const end = follow(node, `worklet ${name}`);
    const entry = end && ledger.add('audioWorkletNode', 'live');
    if (!entry) return;
    const over = (): void => ledger.move(entry, 'closed');
    contexts.whenClosed(contextOf(node) as object, over);
    lost(node, over);
    const stop = STOPS[name];
    const port = stop && portOf(node);
    if (!port) return;
    watchPorts();
    ports.set(port, { stop, end });
  });
  wrapMethod(
    'BaseAudioContext',
    'createScriptProcessor',
    afterwards((_self, node, args) => {
      follow(node as object, `script ${args[0]}`);
    }),
  );

  const listens = (source: object): void => {
    const context = contextOf(source);
    if (context) listening.set(context, true);
  };
  wrapConstructor<object>('MediaStreamAudioSourceNode', listens);
  wrapMethod(
    'AudioContext',
    'createMediaStreamSource',
    afterwards((_self, source) => listens(source as object)),
  );
  wrapMethod(
    'AnalyserNode',
    'getFloatFrequencyData',
    afterwards((self) => {
      if (analysers.get(self)) return;
      analysers.set(self, true);
      if (listening.get(contextOf(self))) follow(self, 'analyser');
    }),
  );
};
