/*
 * The page script: in every frame, in the page's own world, before the page's first script. It
 * counts, and hands what it counted to the bridge at most four times a second, and only where
 * something has changed. It judges nothing and stores nothing.
 */
import { isLate } from '../protocol/handshake';
import { watchAudioContexts } from './audio';
import { openChannel } from './channel';
import { watchPeerConnections, watchWorkers } from './connections';
import { watchEventSources } from './event-sources';
import { createLedger } from './ledger';
import { watchMediaElements } from './media-elements';
import { after, now } from './natives';
import { watchNodes } from './nodes';
import { watchObjectUrls } from './object-urls';
import { watchWebSockets } from './sockets';
import { watchTracks } from './tracks';
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
    sound = contexts.measure();
    const busy = sockets.drain() || sound.busy;
    const batch = ledger.collect(full);
    if (batch || asked) post(batch);
    waitingSince = 0;
    if (busy) gather(TICK_MS);
  };
  const gather = (ms: number): void => {
    const since = now();
    waitingSince = since;
    after(ms, () => {
      if (waitingSince === since) send(false, false);
    });
  };
  const changed = (): void => {
    if (quiet) return;
    if (!waitingSince) gather(GATHER_MS);
    else if (now() - waitingSince > LATE_MS) send(false, false);
  };

  const ledger = createLedger(changed, () => {
    const { scheduled, underruns } = sound;
    return { scheduled, underruns, ...elements() };
  });
  const post = openChannel((command) => {
    quiet = command === 'stop';
    if (!quiet) send(command === 'full', true);
  });
  const contexts = watchAudioContexts(ledger);
  let sound = contexts.measure();
  const elements = watchMediaElements(ledger);
  const sockets = watchWebSockets(ledger);
  watchEventSources(ledger);
  watchNodes(ledger, contexts);
  watchTracks(ledger);
  watchObjectUrls(ledger);
  watchWorkers(ledger);
  watchPeerConnections(ledger);
  keepFunctionText();
};

try {
  if (!isLate()) start();
} catch {
  // A page that cannot be watched works as without us; the popup says that nothing is observed.
}
