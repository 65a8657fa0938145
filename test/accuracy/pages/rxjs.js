import { retry, timer } from 'rxjs';
import { webSocket } from 'rxjs/webSocket';
import { bad, wsUrl } from './kit.js';

const backoff = {
  delay: (/** @type {unknown} */ _, /** @type {number} */ n) => timer(500 * 2 ** n),
};

webSocket(wsUrl('/ws/rx'))
  .pipe(bad ? retry() : retry(backoff))
  .subscribe({ error() {} });
