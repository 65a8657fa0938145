import { originOf } from './address';
import type { LoadState, TabState } from './state';

/** The event streams of some tabs to one host. */
export interface HostStreams {
  host: string;
  open: number;
  /** When each that is still without an answer began, oldest first. */
  waiting: number[];
  /** Each tab that has some, with how many of them are open. */
  tabs: Map<TabState, number>;
  /** Since when so many as are open are open. */
  since: number;
}

const streamsIn = (tab: TabState, load: LoadState, byHost: Map<string, HostStreams>): void => {
  for (const attempt of load.tries) {
    const fact = load.endpoints[attempt.endpoint];
    if (fact?.kind !== 'eventSource' || attempt.endedAt !== null) continue;
    const host = originOf(fact.url);
    const streams = byHost.get(host) ?? { host, open: 0, waiting: [], tabs: new Map(), since: 0 };
    byHost.set(host, streams);
    const open = attempt.openedAt === null ? 0 : 1;
    if (attempt.openedAt === null) streams.waiting.push(attempt.at);
    else streams.since = Math.max(streams.since, attempt.openedAt);
    streams.open += open;
    streams.tabs.set(tab, (streams.tabs.get(tab) ?? 0) + open);
  }
};

/**
 * The event streams of tabs by the host that they go to. Those of dev servers are among them: they hold a
 * connection like any other.
 */
export const streamsOf = (tabs: readonly TabState[]): HostStreams[] => {
  const byHost = new Map<string, HostStreams>();
  for (const tab of tabs)
    for (const load of tab.loads) if (!load.gone) streamsIn(tab, load, byHost);
  for (const { waiting } of byHost.values()) waiting.sort((a, b) => a - b);
  return [...byHost.values()];
};
