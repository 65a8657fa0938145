/** A worklet that passes its sound on, in time or far too late. */
class Burden extends AudioWorkletProcessor {
  /** @param {{ processorOptions?: Record<string, unknown> }} [options] */
  constructor(options) {
    super();
    this.heavy = options?.processorOptions?.heavy === true;
  }

  /** @param {Float32Array[][]} inputs @param {Float32Array[][]} outputs */
  process([input], [output]) {
    // A block of 128 samples lasts 2.7 ms at 48 kHz.
    if (this.heavy) for (const end = Date.now() + 6; Date.now() < end; );
    for (const [n, channel] of input?.entries() ?? []) output?.[n]?.set(channel);
    return true;
  }
}
registerProcessor('burden', Burden);
