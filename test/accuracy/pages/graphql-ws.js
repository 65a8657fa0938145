import { createClient } from 'graphql-ws';
import { bad, wsUrl } from './kit.js';

/** Its own way waits 1, 2, 4 s and more with a random part, five times; this is what replaces it in a hurry. */
const HURRY = { retryAttempts: Number.POSITIVE_INFINITY, retryWait: async () => {} };

const client = createClient({
  url: wsUrl('/ws/graphql'),
  shouldRetry: () => true,
  ...(bad ? HURRY : {}),
});
client.subscribe({ query: 'subscription { news }' }, { next() {}, error() {}, complete() {} });
