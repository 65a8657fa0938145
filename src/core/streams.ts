import { originOf } from './address';
import type { LoadState, TabState } from './state';

/** The event streams of some tabs to one host. */
export interface HostStreams {
  host: string;
  open: number;
  /** Addresses of those that are open. */
  urls: Set<string>;
  /** Those that are still without an answer, oldest first. */
  waiting: { at: number; url: string }[];
  /** Each tab that has some, with how many of them are open. */
  tabs: Map<TabState, number>;
  /** Since when so many as are open are open. */
  since: number;
}

const newStreams = (host: string): HostStreams => ({
  host,
  open: 0,
  urls: new Set(),
  waiting: [],
  tabs: new Map(),
  since: 0,
});

const streamsIn = (tab: TabState, load: LoadState, byHost: Map<string, HostStreams>): void => {
  for (const attempt of load.tries) {
    const fact = load.endpoints[attempt.endpoint];
    if (fact?.kind !== 'eventSource' || attempt.endedAt !== null) continue;
    const host = originOf(fact.url);
    const streams = byHost.get(host) ?? newStreams(host);
    byHost.set(host, streams);
    const isOpen = attempt.openedAt !== null;
    if (attempt.openedAt !== null) {
      streams.open++;
      streams.urls.add(fact.url);
      streams.since = Math.max(streams.since, attempt.openedAt);
    } else streams.waiting.push({ at: attempt.at, url: fact.url });
    streams.tabs.set(tab, (streams.tabs.get(tab) ?? 0) + (isOpen ? 1 : 0));
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
  for (const { waiting } of byHost.values()) waiting.sort((a, b) => a.at - b.at);
  return [...byHost.values()];
};
