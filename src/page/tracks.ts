import type { Entry, Ledger } from './ledger';
import { apply, method, type Native, on, protoOf, reader, weakMap } from './natives';
import { afterwards, mend, wrapMethod } from './wrap';

/** Microphone and camera tracks from `getUserMedia`, clones included, until each is stopped or ends. */
export const watchTracks = (ledger: Ledger): void => {
  const tracksOf = method(protoOf('MediaStream'), 'getTracks') as Native;
  const stateOf = reader<string>('MediaStreamTrack', 'readyState');
  const kindOf = reader<string>('MediaStreamTrack', 'kind');
  const known = weakMap<Entry>();

  const follow = (track: object): void => {
    if (known.get(track)) return;
    const entry = ledger.add(
      kindOf(track) === 'video' ? 'cameraTrack' : 'microphoneTrack',
      stateOf(track) ?? 'live',
    );
    known.set(track, entry);
    on(track, 'ended', () => ledger.move(entry, 'ended'));
  };
  const followAll = (stream: unknown): void => {
    const tracks = apply(tracksOf, stream, []) as object[];
    for (let i = 0; i < tracks.length; i++) follow(tracks[i] as object);
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
  wrapMethod('MediaDevices', 'getUserMedia', (target, self, args) =>
    through(apply(target, self, args)),
  );

  wrapMethod(
    'MediaStreamTrack',
    'stop',
    afterwards((self) => {
      const entry = known.get(self);
      if (entry && stateOf(self) === 'ended') ledger.move(entry, 'ended');
    }),
  );
  wrapMethod(
    'MediaStreamTrack',
    'clone',
    afterwards((self, copy) => {
      if (known.get(self)) follow(copy as object);
    }),
  );
  wrapMethod(
    'MediaStream',
    'clone',
    afterwards((self, copy) => {
      // The copy's tracks are new ones, in the order of those they were made from.
      const from = apply(tracksOf, self, []) as object[];
      const to = apply(tracksOf, copy, []) as object[];
      for (let i = 0; i < from.length; i++)
        if (known.get(from[i]) && to[i]) follow(to[i] as object);
    }),
  );
};
