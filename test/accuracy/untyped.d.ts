/** Libraries that come without types, and what only a worklet has. */
declare module 'hark';
declare module 'react';
declare module 'react-dom/client';

declare class AudioWorkletProcessor {
  constructor(options?: { processorOptions?: Record<string, unknown> });
  readonly port: MessagePort;
}
declare function registerProcessor(
  name: string,
  processor: new (options?: {
    processorOptions?: Record<string, unknown>;
  }) => AudioWorkletProcessor,
): void;
