import { retry, take, timer } from 'rxjs';
import { webSocket } from 'rxjs/webSocket';
import { noteIdentity } from './identity.js';
import { order, play, refusedUrl, wsBase } from './scenario.js';

play(async (scene) => {
  const { note, noting, heard, outcome } = scene;
  /** @param {string} what */
  const observer = (what) => ({
    next: noting(what),
    error: noting(`${what} error`),
    complete: noting(`${what} complete`),
  });

  /** @type {WebSocket[]} */
  const made = [];
  class Kept extends WebSocket {
    /** @param {ConstructorParameters<typeof WebSocket>} given */
    constructor(...given) {
      super(...given);
      made.push(this);
    }
  }
  const subject = webSocket({
    url: `${wsBase}/main`,
    WebSocketCtor: Kept,
    openObserver: { next: noting('open') },
    closeObserver: { next: noting('close') },
    closingObserver: { next: noting('closing') },
  });
  subject.next({ sent: 'before anybody listens' });
  const subscription = subject.subscribe(observer('main'));
  await heard('main');
  noteIdentity(scene, 'the socket', /** @type {WebSocket} */ (made[0]));
  subject.next({ text: 'grüße 👋', list: [1, null, true] });
  subject.next('a'.repeat(120_000));
  await heard('main', 3);

  // Two streams over one socket, each with its own words for coming and going.
  const streams = ['red', 'blue'].map((colour) =>
    subject
      .multiplex(
        () => ({ subscribe: colour }),
        () => ({ unsubscribe: colour }),
        (message) => Object.values(/** @type {object} */ (message)).includes(colour),
      )
      .pipe(take(colour === 'red' ? 1 : 2))
      .subscribe(observer(colour)),
  );
  await heard('red complete');
  subject.next({ to: 'blue' });
  await heard('blue complete');
  note(
    'streams',
    streams.map(({ closed }) => closed),
  );
  await heard('main', 8);

  subject.error({ code: 4000, reason: 'an end of my own' });
  await heard('close');
  note(
    'after',
    subscription.closed,
    made.map(({ readyState }) => readyState),
  );
  await outcome('error without a code', () => {
    const other = webSocket(`${wsBase}/main`);
    other.subscribe(observer('codeless'));
    other.error('no code');
  });

  const binary = webSocket({
    url: `${wsBase}/deflate`,
    protocol: ['one', 'two'],
    binaryType: 'arraybuffer',
    serializer: (value) => value,
    deserializer: ({ data }) => data,
    closeObserver: { next: noting('binary close') },
  });
  binary.subscribe(observer('binary'));
  binary.next('hello');
  binary.next(new Uint8Array([9, 8, 7]));
  binary.next('binary 70000');
  await heard('binary', 3);
  binary.complete();
  await heard('binary complete');

  const dropped = webSocket(`${wsBase}/dropped`);
  dropped.subscribe(observer('dropped'));
  dropped.next('hold');
  await heard('dropped');
  await order('cut');
  await heard('dropped error');

  const unreadable = webSocket({ url: `${wsBase}/main`, serializer: String });
  unreadable.subscribe(observer('unreadable'));
  unreadable.next('not JSON');
  await heard('unreadable error');

  let tries = 0;
  const returning = webSocket({
    url: `${wsBase}/returning`,
    openObserver: { next: () => returning.next('back') },
  });
  await order('refuse', { times: 2 });
  const again = returning
    .pipe(
      retry({
        delay: (error) => {
          tries++;
          note('try again after', error);
          return timer(200 * 2 ** tries);
        },
      }),
    )
    .subscribe(observer('returning'));
  await heard('returning');
  await order('cut');
  await heard('returning', 2);
  // A close by the rules is an end to rxjs, whatever its code.
  await order('shut', { code: 4200, reason: 'the end' });
  await heard('returning complete');
  note('it is over', again.closed);

  webSocket(refusedUrl).subscribe(observer('refused'));
  await heard('refused error');
  scene.knocked(1);
});
