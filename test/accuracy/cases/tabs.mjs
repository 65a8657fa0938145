import { open } from '../case.mjs';

/** Tabs of one site beside each other. */

/** @type {readonly import('../case.mjs').Pair[]} */
export const TABS = [
  {
    name: 'vad-web-three-tabs',
    library: '@ricky0123/vad-web',
    fault: 'tab-accumulation',
    page: 'vad?way=tabs',
    tabs: 3,
    seconds: 30,
    alone: true,
    healthy: { seconds: 20 },
    moreTwins: { 'one-tab': { tabs: 1, seconds: 20 } },
  },
  {
    name: 'socket.io-five-tabs',
    library: 'socket.io-client',
    fault: 'tab-accumulation',
    page: 'socket.io?way=tabs',
    before: ({ order }) => order('socket.io-client', 'refuse', { times: 0 }),
    tabs: 5,
    met: open('/clients/socket.io-client/socket.io/', 4),
    seconds: 25,
    // One of them connects for all.
  },
];
