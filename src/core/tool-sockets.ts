import type { EndpointFact } from '../protocol/facts';
import type { LoadState } from './state';

/*
 * The hot-reload sockets of dev servers. They stand in every page under development, reconnect for ever
 * while the server is down, and are not the app's: no finding is built on them. Known by Vite's subprotocol
 * (in the page), by a path that no app would use, or by the script that opens them: webpack-dev-server's
 * path (`/ws`) could be anybody's.
 */
const PATHS = [
  '/_next/webpack-hmr',
  '/_next/hmr',
  '/__webpack_hmr',
  '/__parcel_hmr',
  '/rsbuild-hmr',
  '/sockjs-node',
  '/ng-cli-ws',
  '/livereload',
  '/browser-sync/socket.io',
];
const SCRIPTS = [
  'webpack-dev-server/client',
  '@rspack/dev-server/client',
  'webpack-hot-middleware/client',
  '@parcel/runtime-browser-hmr',
  '/@vite/client',
];

const hasToolPath = (url: string): boolean => {
  const path = url.slice(url.indexOf('/', url.indexOf('://') + 3));
  return PATHS.some((known) => path === known || path.startsWith(`${known}/`));
};

/** Whether this endpoint of the page load is a dev server's. */
export const isTool = (load: Pick<LoadState, 'sites'>, fact: EndpointFact): boolean =>
  fact.tool ||
  hasToolPath(fact.url) ||
  load.sites.some(
    ({ endpoint, stack }) =>
      endpoint === fact.n && SCRIPTS.some((script) => stack.includes(script)),
  );

/** How many sockets and event sources of dev servers live in the page load. */
export const liveTools = (load: LoadState): number =>
  load.gone
    ? 0
    : Object.values(load.endpoints).reduce(
        (sum, fact) => sum + (isTool(load, fact) ? fact.live : 0),
        0,
      );
