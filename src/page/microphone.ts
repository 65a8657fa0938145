import type { Entry, Ledger } from './ledger';
import { apply, method, type Native, on, reader, weakMap } from './natives';
import { afterwards, mend, wrapMethod } from './wrap';

/** Microphone tracks from `getUserMedia`, clones included, until each is stopped or ends. */
export const watchMicrophones = (ledger: Ledger): void => {
  const devices = globalThis.MediaDevices?.prototype;
  const trackProto = globalThis.MediaStreamTrack?.prototype;
  const streamProto = globalThis.MediaStream?.prototype;
  const audioTracksOf = method(streamProto, 'getAudioTracks');
  if (!method(devices, 'getUserMedia') || !audioTracksOf) return;
  const stateOf = reader<string>(trackProto, 'readyState');
  const kindOf = reader<string>(trackProto, 'kind');
  const known = weakMap<object, Entry>();

  const follow = (track: MediaStreamTrack): void => {
    if (known.get(track)) return;
    const entry = ledger.add('microphoneTrack', stateOf(track) ?? 'live');
    known.set(track, entry);
    ledger.site('microphoneTrack', null);
    on(track, 'ended', (e) => {
      if (e.isTrusted) ledger.move(entry, 'ended');
    });
  };
  const followAll = (stream: unknown): void => {
    const tracks = apply(audioTracksOf as Native, stream, []) as MediaStreamTrack[];
    for (let i = 0; i < tracks.length; i++) follow(tracks[i] as MediaStreamTrack);
  };
  /** Whether any audio track of this stream is a microphone's. */
  const hasMicrophone = (stream: unknown): boolean => {
    const tracks = apply(audioTracksOf as Native, stream, []) as object[];
    for (let i = 0; i < tracks.length; i++) if (known.get(tracks[i] as object)) return true;
    return false;
  };

  /*
   * The promise that the page gets passes on what the native one gives, and rejects unhandled exactly
   * where the native one would: a `then` beside the page's own would swallow or double that event.
   */
  const through = async (native: Promise<unknown>): Promise<unknown> => {
    let stream: unknown;
    try {
      stream = await native;
    } catch (error) {
      mend(error);
      throw error;
    }
    try {
      followAll(stream);
    } catch {
      // An error of ours never reaches the page.
    }
    return stream;
  };
  wrapMethod(devices, 'getUserMedia', (target, self, args) => through(apply(target, self, args)));

  wrapMethod(
    trackProto,
    'stop',
    afterwards((self) => {
      const entry = known.get(self as object);
      if (entry && stateOf(self) === 'ended') ledger.move(entry, 'ended');
    }),
  );
  wrapMethod(
    trackProto,
    'clone',
    afterwards((self, copy) => {
      if (known.get(self as object) && kindOf(copy) === 'audio') follow(copy as MediaStreamTrack);
    }),
  );
  wrapMethod(
    streamProto,
    'clone',
    afterwards((self, copy) => {
      if (hasMicrophone(self)) followAll(copy);
    }),
  );
};
