import { plural } from '../../core/format';
import type { CloseReply, WorkersReply } from '../../protocol/messages';
import { request } from '../request';
import { attempt } from './note';

/** Takes a tab's id and stops observing the site that it shows. */
export function pauseSite(tabId: number): Promise<boolean> {
  return attempt('Paused on this site.', 'Could not pause', () =>
    request({ type: 'pause', tabId, paused: true }),
  );
}

/** Takes a tab's id and observes the site that it shows, from the next load on. */
export function resumeSite(tabId: number): Promise<boolean> {
  return attempt('Resumed on this site.', 'Could not resume', () =>
    request({ type: 'pause', tabId, paused: false }),
  );
}

/** Takes a site that stands in the list and stops observing it (`paused`), or begins again. */
export function pauseListed(tabId: number, origin: string, paused: boolean): Promise<boolean> {
  const outcome = paused ? `${origin} is not observed.` : `${origin} is observed.`;
  return attempt(outcome, 'Could not change that', () =>
    request({ type: 'pause-listed', tabId, origin, paused }),
  );
}

/** Takes a tab's id and observes the site that it shows, and no other. */
export function observeOnly(tabId: number): Promise<boolean> {
  return attempt('Only this site is observed.', 'Could not change that', () =>
    request({ type: 'observe-only', tabId, only: true }),
  );
}

/** Observes all sites again, but the paused ones. */
export function observeAll(tabId: number): Promise<boolean> {
  return attempt('All sites are observed.', 'Could not change that', () =>
    request({ type: 'observe-only', tabId, only: false }),
  );
}

/** Says when they are gone, too: the browser keeps one while a page uses it. */
export function workersOutcome({ unregistered, failed }: WorkersReply): string {
  if (unregistered + failed === 0) return 'There was no service worker any more.';
  if (unregistered === 0)
    return `The browser unregistered none of ${plural(failed, 'service worker')}.`;
  const rest = failed > 0 ? ` ${failed} could not be.` : '';
  return unregistered === 1
    ? `1 service worker unregistered.${rest} It goes when its last tab is closed or reloaded.`
    : `${unregistered} service workers unregistered.${rest} They go when their last tab is closed or reloaded.`;
}

/** A page of the site may have to be opened for it, which takes as long as its server does. */
const VISIT_MS = 25_000;

/** Takes a tab's id and unregisters the service workers of its origin. */
export function unregisterWorkers(tabId: number): Promise<boolean> {
  return attempt(workersOutcome, 'Could not unregister', () =>
    request({ type: 'unregister-workers', tabId }, VISIT_MS),
  );
}

export function closeOutcome({ closed, spared, asking }: CloseReply): string {
  return [
    `Closed ${plural(closed, 'tab')}.`,
    spared > 0 && `${plural(spared, 'tab')} left open.`,
    asking > 0 && `${plural(asking, 'page')} asked whether to leave: see there.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** Takes a tab's id and those of other tabs of its site, and closes them. */
export function closeOthers(tabId: number, tabIds: number[]): Promise<boolean> {
  return attempt(closeOutcome, 'Could not close the tabs', () =>
    request({ type: 'close-others', tabId, tabIds }),
  );
}
