/** What tests may ask the voice page; the page itself exposes nothing else. */
export interface VoiceState {
  connection: 'connecting' | 'open' | 'closed';
  attempts: number;
  opened: number;
  /** Tries that ended without having been open. */
  failed: number;
  vad: 'off' | 'starting' | 'on' | 'failed';
  vadError: string | null;
  vadsCreated: number;
  vadsDestroyed: number;
  speechStarts: number;
  speechEnds: number;
  misfires: number;
  /** `audio` messages with sound in them. */
  audioReceived: number;
  queued: number;
  playing: number;
  played: number;
  playErrors: number;
  /** Emptied from the queue before they were played. */
  dropped: number;
  turnsStarted: number;
  turnsCompleted: number;
  turnsInterrupted: number;
}

export interface VoiceLab {
  /** The first connection try has ended one way or the other, and the detector is up, off or failed. */
  ready: Promise<void>;
  state(): VoiceState;
  say(text: string): void;
  /** Off destroys the detector, on makes a new one: as the traced page does. */
  toggleMic(): Promise<void>;
  startVad(): Promise<void>;
  destroyVad(): Promise<void>;
  reconnect(): void;
}

declare global {
  interface Window {
    lab: VoiceLab;
    /** Only with `?vad=global`. */
    vad?: typeof import('@ricky0123/vad-web');
  }
}
