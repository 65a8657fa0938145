import type { PopupSnapshot } from '../../../protocol/messages';
import { lostByReload } from '../living';
import { pauseSite } from '../site-actions';
import { reloadTab } from '../tab-actions';
import { Question, useQuestion } from './question';

/** Where a notice does not offer the same already. */
const RELOADS: readonly PopupSnapshot['observation'][] = ['observed', 'quiet'];
const PAUSES: readonly PopupSnapshot['observation'][] = [
  'observed',
  'quiet',
  'reload',
  'crashed',
  'discarded',
];

/** Takes a snapshot and draws what a person can do with the tab and its site. */
export function TabControls({ snapshot }: { snapshot: PopupSnapshot }) {
  const { observation, report, sites } = snapshot;
  const reloading = useQuestion();
  const pausing = useQuestion();
  const { tabId, origin } = report.tab;
  const site = origin.replace(/^https?:\/\//, '');
  const canReload = RELOADS.includes(observation);
  const canPause = PAUSES.includes(observation) && site !== origin;
  if (!canReload && !canPause) return null;
  const lost = lostByReload(report);
  if (reloading.asking) {
    return (
      <Question
        question={reloading}
        text="Reload this tab?"
        yes="Reload it"
        onYes={() => reloadTab(tabId)}
      >
        <p>{lost || 'Nothing that the page held a moment ago is held any more.'}</p>
      </Question>
    );
  }
  if (pausing.asking) {
    return (
      <Question
        question={pausing}
        text={sites.only ? `Stop observing ${site}?` : `Pause Whylag on ${site}?`}
        yes={sites.only ? 'Stop and forget' : 'Pause and forget'}
        onYes={() => pauseSite(tabId)}
        thenFocus="verdict"
      >
        <p>
          What is known of this site is forgotten, in all of its tabs, and nothing of it is counted
          or stored until you {sites.only ? 'choose it again' : 'resume here'}.
        </p>
      </Question>
    );
  }
  return (
    <div class="buttons tab-controls">
      {canReload && (
        <button
          type="button"
          key="reload"
          class="quiet"
          ref={reloading.takeFocus}
          onClick={lost ? reloading.ask : () => void reloadTab(tabId)}
        >
          {lost ? 'Reload tab…' : 'Reload tab'}
        </button>
      )}
      {canPause && (
        <button
          type="button"
          key="pause"
          class="quiet"
          ref={pausing.takeFocus}
          onClick={pausing.ask}
        >
          {sites.only ? 'Stop observing this site…' : 'Pause on this site…'}
        </button>
      )}
    </div>
  );
}
