/*
 * How a voice-activity detector shows itself. One row a library; a contributor adds a row, and a page of
 * the lab that proves it. A detector is one instance from the moment its node is made until its context
 * is closed or the node is told to stop; a paused one is live.
 */
export interface VadRule {
  library: string;
  /** `probable`: others use the same nodes; it is shown, and not counted as a detector. */
  confidence: 'certain' | 'probable';
  /** The shape of its node, see `page/nodes.ts`. */
  shape: string;
  /** A file that the page must have loaded for it to be one. */
  file?: RegExp;
}

export const VAD_RULES: readonly VadRule[] = [
  { library: '@ricky0123/vad-web', confidence: 'certain', shape: 'worklet vad-helper-worklet' },
  // Its fallback where AudioWorklet is missing or switched off. Recorders use the same node.
  {
    library: '@ricky0123/vad-web',
    confidence: 'certain',
    shape: 'script 4096',
    file: /silero_vad/,
  },
  { library: 'hark', confidence: 'probable', shape: 'analyser' },
];

/** The model files that rules ask for; the bridge looks for them among what the page has loaded. */
export const MODEL_FILES = /silero_vad/;

/**
 * By the name of its processor: what the library posts to the node's port when it destroys the
 * detector, as a string or as `{ message }`. The context may stay open: the page may have made it.
 */
export const STOPS: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  'vad-helper-worklet': 'SPEECH_STOP',
};
