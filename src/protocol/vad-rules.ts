/*
 * How a voice-activity detector shows itself. One row a library; a contributor adds a row, and a page of
 * the lab that proves it. A detector is one instance from the moment its node is made until that is over
 * (see `page/nodes.ts`); a paused one is live.
 */
export interface VadRule {
  library: string;
  /** `probable`: others look the same; it is shown, and not counted as a detector. */
  confidence: 'certain' | 'probable';
  /** What is in the page, as `page/nodes.ts` words it. */
  shape: RegExp;
  /** A file that the page must have loaded for it to be one. */
  file?: RegExp;
  /** A page that has one of this shape needs no other: what else listens there is a recorder. */
  unless?: RegExp;
}

const OWN = /^(worklet|tapped) vad-helper-worklet$/;
const NAMED =
  /^(worklet|tapped) (.*([^a-zA-Z]|[fF]|[a-z](?=V)))?[vV][aA][dD](?![a-z])|^(worklet|tapped) .*voice.?activity/;

/** The first that fits a shape counts. */
export const VAD_RULES: readonly VadRule[] = [
  // 0.0.0 to 0.0.31, bundled or global, and its forks; no option renames its node.
  { library: '@ricky0123/vad-web', confidence: 'certain', shape: OWN },
  // Its fallback where AudioWorklet is missing or switched off. Recorders use the same node.
  {
    library: '@ricky0123/vad-web',
    confidence: 'certain',
    shape: /^script 4096$/,
    file: /silero[_-]vad/,
    unless: OWN,
  },
  // A worker with an access key and no model: all other engines of Picovoice carry one.
  { library: '@picovoice/cobra-web', confidence: 'certain', shape: /^worker$/ },
  // Hand-written ones, mostly: the processor says what it is.
  { library: 'voice activity detector (by name)', confidence: 'probable', shape: NAMED },
  // Whatever listens to the microphone in a page that has loaded such a model.
  {
    library: 'libfvad',
    confidence: 'probable',
    shape: /^(script|tapped) /,
    file: /(fvad|webrtc_?vad).*\.wasm$/,
    unless: NAMED,
  },
  {
    library: 'TEN VAD',
    confidence: 'probable',
    shape: /^(script|tapped) /,
    file: /ten_vad.*\.wasm$/,
    unless: NAMED,
  },
  {
    library: 'Silero VAD',
    confidence: 'probable',
    shape: /^(script|tapped) /,
    file: /silero[_-]vad/,
    unless: NAMED,
  },
  // Analysers with just the numbers of these libraries, which no level meter of twenty had.
  { library: 'hark', confidence: 'probable', shape: /^analyser 512 0\.1$/ },
  { library: 'voice-activity-detection', confidence: 'probable', shape: /^analyser 1024 0\.2$/ },
];

/** The files that rules ask for; the bridge looks for them among what the page has loaded. */
export const MODEL_FILES = /silero[_-]vad|(fvad|webrtc_?vad|ten_vad).*\.wasm$/;

/**
 * By the name of its processor: what the library posts to the node's port when it destroys the
 * detector, as a string (since 0.0.29) or as `{ message }`. Its context may stay open: the page may have
 * made it.
 */
export const STOPS: Readonly<Record<string, string | undefined>> = {
  __proto__: null as never,
  'vad-helper-worklet': 'SPEECH_STOP',
};
