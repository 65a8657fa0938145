import type { ContextWatch } from './audio';
import type { Entry, Ledger } from './ledger';
import { apply, indexOf, method, performanceHere, reader, weakMap } from './natives';
import { MODEL_FILE, SCRIPT_PROCESSOR_FRAMES, WORKLET_RULES } from './vad-rules';
import { afterwards, wrapConstructor, wrapMethod } from './wrap';

/** Voice-activity detectors, by the traces in `vad-rules.ts`. */
export const watchVads = (ledger: Ledger, contexts: ContextWatch): void => {
  const portOf = reader<MessagePort>(globalThis.AudioWorkletNode?.prototype, 'port');
  const contextOf = reader<object>(globalThis.AudioNode?.prototype, 'context');
  const entriesOf = method(Performance.prototype, 'getEntriesByType');
  const nameOf = reader<string>(globalThis.PerformanceEntry?.prototype, 'name');
  const ports = weakMap<object, { entry: Entry; stop: string }>();
  let portsWatched = false;

  const follow = (node: object): Entry => {
    const entry = ledger.add('vad', 'live');
    ledger.site('vad', null);
    const context = contextOf(node);
    if (context) contexts.whenClosed(context, () => ledger.move(entry, 'closed'));
    return entry;
  };

  /** Only a page that has a detector pays for this: `destroy()` shows on the node's port alone. */
  const watchPorts = (): void => {
    if (portsWatched) return;
    portsWatched = true;
    wrapMethod(
      MessagePort.prototype,
      'postMessage',
      afterwards((self, _result, args) => {
        const one = ports.get(self as object);
        if (!one) return;
        const sent = args[0] as { message?: unknown } | string | null;
        const said = typeof sent === 'object' && sent ? sent.message : sent;
        if (said === one.stop) ledger.move(one.entry, 'closed');
      }),
    );
  };

  wrapConstructor<AudioWorkletNode>(globalThis, 'AudioWorkletNode', (node, args) => {
    const name = args[1];
    for (let i = 0; i < WORKLET_RULES.length; i++) {
      const rule = WORKLET_RULES[i];
      if (!rule || rule.worklet !== name) continue;
      const entry = follow(node);
      const port = portOf(node);
      if (port && rule.stop !== null) {
        watchPorts();
        ports.set(port, { entry, stop: rule.stop });
      }
      return;
    }
  });

  const modelLoaded = (): boolean => {
    if (!entriesOf) return false;
    const entries = apply(entriesOf, performanceHere, ['resource']) as object[];
    for (let i = 0; i < entries.length; i++) {
      if (indexOf(nameOf(entries[i]) ?? '', [MODEL_FILE]) >= 0) return true;
    }
    return false;
  };
  wrapMethod(
    globalThis.BaseAudioContext?.prototype,
    'createScriptProcessor',
    afterwards((self, node, args) => {
      const fits = args[0] === SCRIPT_PROCESSOR_FRAMES && contexts.isWatched(self as object);
      if (fits && modelLoaded()) follow(node as object);
    }),
  );
};
