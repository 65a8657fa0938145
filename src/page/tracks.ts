import { beginEntry, entryOf, follow, move } from './ledger';
import { apply, protoOf, reader, safely, sift, uncurry } from './natives';
import { stackNow } from './stack';
import { mend, watchMethod } from './wrap';

const tracksOf = uncurry((protoOf('MediaStream') as MediaStream).getTracks) as (
  stream: unknown,
) => object[];
const stateOf = reader<string>('MediaStreamTrack', 'readyState');
const kindOf = reader<string>('MediaStreamTrack', 'kind');

const followTrack = (track: object, stack?: string): void => {
  if (entryOf(track)) return;
  follow(
    track,
    beginEntry(
      kindOf(track) === 'video' ? 'cameraTrack' : 'microphoneTrack',
      stateOf(track) as string,
      undefined,
      stack,
    ),
    'ended',
    stateOf,
  );
};

const stackHere = safely(stackNow);

/*
 * The promise that the page gets passes on what the native one gives, and rejects unhandled exactly
 * where the native one would: a `then` beside the page's own would swallow or double that event.
 */
const through = async (native: Promise<unknown>): Promise<unknown> => {
  let stream: unknown;
  // Who asked is on the stack now, and not when the answer comes.
  const stack = stackHere(0);
  try {
    stream = await native;
  } catch (error) {
    mend(error as Error);
    throw error;
  }
  try {
    sift(tracksOf(stream), (track) => followTrack(track, stack));
  } catch {
    // An error of ours never reaches the page.
  }
  return stream;
};

/** Microphone and camera tracks from `getUserMedia`, clones included, until each is stopped or ends. */
export const watchTracks = (): void => {
  watchMethod('MediaDevices', 'getUserMedia', null, (target, self, args) =>
    through(apply(target, self, args)),
  );
  watchMethod('MediaStreamTrack', 'stop', (_result, track) =>
    move(entryOf(track), stateOf(track) as string),
  );
  watchMethod('MediaStreamTrack', 'clone', (copy: object, track) => {
    if (entryOf(track)) followTrack(copy);
  });
  watchMethod('MediaStream', 'clone', (copy: unknown, stream) => {
    // The copy's tracks are new ones, in the order of those they were made from.
    const to = tracksOf(copy);
    let i = 0;
    sift(tracksOf(stream), (track) => {
      const twin = to[i++];
      if (twin && entryOf(track)) followTrack(twin);
    });
  });
};
