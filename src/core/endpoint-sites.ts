import type { Site } from './report';
import type { LoadState } from './state';

/** More places than these say no more of one finding. */
const MOST = 5;

/** Where the connections of these endpoints of a page load were opened, the busiest place first. */
export const endpointSites = (load: LoadState, endpoints: ReadonlySet<number>): Site[] =>
  load.sites
    .filter(({ endpoint }) => endpoint !== null && endpoints.has(endpoint))
    .map(({ stack, count }) => ({ stack, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST);
