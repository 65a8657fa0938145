import type { LeftBehind } from '../../../protocol/messages';
import { showReport } from '../tab-actions';

const SHOWN = 3;

/** Takes the sites that have left a service worker at work, and draws the way to each one's report. */
export function LeftBehindSites({ sites }: { sites: LeftBehind[] }) {
  if (sites.length === 0) return null;
  return (
    <section class="notice" aria-label="Service workers without a tab">
      {sites.slice(0, SHOWN).map(({ tabId, origin }) => (
        <p key={origin}>
          A service worker of <span class="address">{origin.replace(/^https?:\/\//, '')}</span> goes
          on, and no tab of it is open.{' '}
          <button type="button" onClick={() => void showReport(tabId)}>
            Show its report
          </button>
        </p>
      ))}
    </section>
  );
}
