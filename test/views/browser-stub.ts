import { toMarkdown } from '../../src/core/markdown';
import type { PopupSnapshot, Request } from '../../src/protocol/messages';
import { SNAPSHOTS, type StateName } from './fixtures';

/**
 * Stands in for src/adapters/browser.ts in the gallery and in popup.browser.mjs: answers from the fixture that the
 * query string names, writes down what the popup asked of the browser, and lets a test change what is answered.
 */
const state = new URLSearchParams(location.search).get('state') ?? 'healthy';
const control = {
  calls: [] as [name: string, ...args: unknown[]][],
  fail: state === 'unreachable',
  silent: state === 'loading',
  grant: true,
  sources: {
    resolved: 2,
    stacks: 3,
    problems: [{ script: 'https://a.b/x.js', reason: 'answers 404' }],
  },
  snapshot: structuredClone<PopupSnapshot>(SNAPSHOTS[state as StateName] ?? SNAPSHOTS.healthy),
};
Object.assign(globalThis, { control });

const record =
  <T>(name: string, result: () => T) =>
  async (...args: unknown[]): Promise<T> => {
    control.calls.push([name, ...args]);
    return result();
  };

async function sendMessage(message: Request): Promise<unknown> {
  control.calls.push(['sendMessage', message]);
  if (control.silent) return new Promise(() => {});
  if (control.fail)
    throw new Error('Could not establish connection. Receiving end does not exist.');
  if (message.type === 'sources') {
    const { creationSites, findings } = control.snapshot.report;
    for (const site of [...creationSites, ...findings.flatMap(({ sites }) => sites)])
      if (site.stack) site.resolved ??= 'openConnection (src/client.ts:12:5)';
    return control.sources;
  }
  if (message.type === 'pause') {
    control.snapshot = structuredClone(SNAPSHOTS[message.paused ? 'paused' : 'reload']);
    return control.snapshot.report.tab.origin;
  }
  if (message.type === 'pause-listed') {
    const { sites } = control.snapshot;
    const without = (list: string[]) => list.filter((one) => one !== message.origin);
    control.snapshot.sites = {
      only: sites.only,
      chosen: without(sites.chosen),
      paused: without(sites.paused),
    };
    return message.origin;
  }
  if (message.type === 'observe-only') {
    const { origin } = control.snapshot.report.tab;
    control.snapshot.sites = {
      only: message.only,
      chosen: message.only ? [origin] : [],
      paused: [],
    };
    return origin;
  }
  if (message.type === 'unregister-workers') {
    const { serviceWorkers } = control.snapshot.report;
    return { unregistered: serviceWorkers.splice(0).length, failed: 0 };
  }
  if (message.type === 'close-others') {
    const { tabIds } = message;
    control.snapshot.siblings = control.snapshot.siblings.filter(
      ({ tabId }) => !tabIds.includes(tabId),
    );
    return { closed: tabIds.length, spared: 0, asking: 0 };
  }
  if (message.type === 'delete-everything') {
    const { records } = control.snapshot.history;
    control.snapshot.history = { records: 0, bytes: 0, trouble: null, trimmed: false };
    return { records };
  }
  if (message.type === 'history-told') {
    control.snapshot.history.trimmed = false;
    return null;
  }
  if (message.type === 'markdown') return toMarkdown(control.snapshot.report);
  // A copy with the time going on, as the real thing: no object is the same twice.
  control.snapshot.report.generatedAt += 1_000;
  return structuredClone(control.snapshot);
}

export const browser = {
  runtime: { sendMessage },
  tabs: {
    create: record('tabs.create', () => ({ id: 9 })),
    query: record('tabs.query', () => [{ id: 7 }]),
    update: record('tabs.update', () => ({ windowId: 3 })),
    remove: record('tabs.remove', () => undefined),
    reload: record('tabs.reload', () => undefined),
  },
  windows: { update: record('windows.update', () => undefined) },
  permissions: { request: record('permissions.request', () => control.grant) },
};
