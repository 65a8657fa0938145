/*
 * How a voice-activity detector shows itself. One row a library; a contributor adds a row and a lab
 * page that proves it. A detector is one instance from the moment its node is made until its context
 * is closed or the node is told to stop; a paused one is live.
 */
export interface VadRule {
  library: string;
  /** Name of the AudioWorklet processor that the node is made with. */
  worklet: string;
  /** What the library sends to the node's port when it destroys the detector. */
  stop: string | null;
}

export const WORKLET_RULES: VadRule[] = [
  // @ricky0123/vad-web, bundled or global, 0.0.7 to 0.0.31. Sent as a string since 0.0.30, as
  // `{ message }` before; `destroy()` leaves a context that the page passed in open.
  { library: '@ricky0123/vad-web', worklet: 'vad-helper-worklet', stop: 'SPEECH_STOP' },
];

/**
 * The fallback of vad-web where AudioWorklet is missing or switched off: a ScriptProcessor of 4096
 * frames. Recorders use the same node, so it counts only on a page that has loaded a Silero model.
 */
export const SCRIPT_PROCESSOR_FRAMES = 4096;
export const MODEL_FILE = 'silero_vad';
