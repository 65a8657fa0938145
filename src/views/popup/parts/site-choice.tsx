import { plural } from '../../../core/format';
import type { PopupSnapshot, SiteChoice } from '../../../protocol/messages';
import { observeAll, observeOnly, pauseListed } from '../site-actions';
import { Question, useQuestion } from './question';

/** As long as a person looks through by hand; the tab of any other site has its own button. */
const SHOWN = 50;

const named = (origin: string): string => origin.replace(/^https?:\/\//, '');

/** What is observed, in two or three words. */
const countOf = ({ only, chosen, paused }: SiteChoice): string => {
  if (only) return plural(chosen.length, 'chosen site');
  return paused.length > 0 ? `all but ${paused.length}` : 'all';
};

interface ListProps {
  tabId: number;
  sites: SiteChoice;
}

function List({ tabId, sites: { only, chosen, paused } }: ListProps) {
  const all = only ? chosen : paused;
  if (all.length === 0) return null;
  return (
    <>
      <p class="muted">{only ? 'Observed, and no others:' : 'Paused:'}</p>
      <ul class="site-list">
        {all.slice(0, SHOWN).map((origin) => (
          <li key={origin} class="site-row">
            <bdi class="address">{origin}</bdi>
            <button
              type="button"
              aria-label={only ? `Remove ${named(origin)}` : `Resume on ${named(origin)}`}
              onClick={() => void pauseListed(tabId, origin, only)}
            >
              {only ? 'Remove' : 'Resume'}
            </button>
          </li>
        ))}
      </ul>
      {all.length > SHOWN && <p class="muted">{plural(all.length - SHOWN, 'more')}.</p>}
    </>
  );
}

function Only({ tabId, origin }: { tabId: number; origin: string }) {
  const question = useQuestion();
  const site = named(origin);
  // A page of the browser, a file: no site.
  if (site === origin) return null;
  if (question.asking) {
    return (
      <Question
        question={question}
        text={`Observe ${site} only?`}
        yes="Only this site"
        onYes={() => observeOnly(tabId)}
        thenFocus="site-choice"
      >
        <p>
          What is known of all other sites is forgotten, and nothing of them is counted or stored.
          You can add more sites in the popup of their tabs.
        </p>
      </Question>
    );
  }
  return (
    <button type="button" key="only" class="quiet" ref={question.takeFocus} onClick={question.ask}>
      Observe only chosen sites…
    </button>
  );
}

/** Takes a snapshot and draws which sites are observed, folded, with the ways to change that. */
export function SiteChoiceSection({ snapshot: { sites, report } }: { snapshot: PopupSnapshot }) {
  const { tabId, origin } = report.tab;
  return (
    <details class="fold">
      <summary>
        {/* Focus comes here when the question that had it is answered. */}
        <h2 id="site-choice" tabIndex={-1}>
          Observed sites
        </h2>{' '}
        <span class="count">{countOf(sites)}</span>
      </summary>
      <List tabId={tabId} sites={sites} />
      {sites.only ? (
        <button type="button" key="all" class="quiet" onClick={() => void observeAll(tabId)}>
          Observe all sites again
        </button>
      ) : (
        <Only tabId={tabId} origin={origin} />
      )}
    </details>
  );
}
