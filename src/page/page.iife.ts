/*
 * The page script: in every frame, in the page's own world, before the page's first script. It
 * counts, and hands what it counted to the bridge at most four times a second, and only where
 * something has changed. It judges nothing and stores nothing.
 */
import { isLate } from '../protocol/handshake';
import { measureContexts, watchAudioContexts } from './audio';
import { openChannel, post } from './channel';
import { watchEventSources } from './event-sources';
import { collect, whenChanged } from './ledger';
import { measureElements, watchMediaElements } from './media-elements';
import { after, now } from './natives';
import { watchNodes } from './nodes';
import { watchObjectUrls } from './object-urls';
import { watchPeerConnections } from './peer-connections';
import { measureUnsent, watchWebSockets } from './sockets';
import { watchTracks } from './tracks';
import { watchWorkers } from './workers';
import { keepFunctionText } from './wrap';

/** Pause between a change and the batch that tells it: changes of one burst travel together. */
const GATHER_MS = 250;
/** A timer this late is being throttled (hidden tab): the next change sends at once instead. */
const LATE_MS = 1500;
/** While sound is scheduled or bytes are unsent, time alone changes what is to be told. */
const TICK_MS = 1000;

const start = (): void => {
  /** Until the bridge has spoken nobody would take what is posted. */
  let quiet = true;
  let waitingSince = 0;

  const send = (full: boolean, asked: boolean): void => {
    if (quiet) return;
    waitingSince = now();
    const playing = measureContexts();
    const sending = measureUnsent();
    measureElements();
    const batch = collect(full);
    // The bridge may say "stop" meanwhile.
    if ((batch || asked) && post(batch)) quiet = true;
    waitingSince = 0;
    if (playing || sending) gather(TICK_MS);
  };
  const gather = (ms: number): void => {
    const since = now();
    waitingSince = since;
    after(ms, () => {
      if (waitingSince === since) send(false, false);
    });
  };
  whenChanged((at) => {
    if (quiet) return;
    if (!waitingSince) gather(GATHER_MS);
    else if (at - waitingSince > LATE_MS) send(false, false);
  });
  openChannel((command) => {
    quiet = command === 'stop';
    if (!quiet) send(command === 'full', true);
  });
  watchAudioContexts();
  watchMediaElements();
  watchWebSockets();
  watchEventSources();
  watchNodes();
  watchTracks();
  watchObjectUrls();
  watchWorkers();
  watchPeerConnections();
  keepFunctionText();
};

try {
  if (!isLate()) start();
} catch {
  // A page that cannot be watched works as without us; the popup says that nothing is observed.
}
