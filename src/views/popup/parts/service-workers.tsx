import { plural } from '../../../core/format';
import type { Report } from '../../../core/report';
import type { Observation } from '../../../protocol/messages';
import { unregisterWorkers } from '../site-actions';
import { Question, useQuestion } from './question';

const SHOWN = 8;

function Unregister({ report }: { report: Report }) {
  const question = useQuestion();
  const { tab, serviceWorkers } = report;
  const count = serviceWorkers.length;
  if (question.asking) {
    return (
      <Question
        question={question}
        text={`Unregister ${plural(count, 'service worker')} of this site?`}
        yes="Unregister"
        no="Keep"
        onYes={() => unregisterWorkers(tab.tabId)}
      >
        <p>
          Notifications and what works without a network end with{' '}
          {count === 1 ? 'it. The site may register it' : 'them. The site may register them'} again
          when it is next loaded.
        </p>
      </Question>
    );
  }
  return (
    <button type="button" key="unregister" ref={question.takeFocus} onClick={question.ask}>
      Unregister…
    </button>
  );
}

interface Props {
  report: Report;
  observation: Observation;
}

/** Takes a report and draws the service workers of its origin, folded, with the way to be rid of them. */
export function ServiceWorkers({ report, observation }: Props) {
  const { serviceWorkers } = report;
  if (serviceWorkers.length === 0) return null;
  const rest = serviceWorkers.length - SHOWN;
  const isThere = observation === 'observed' || observation === 'quiet';
  return (
    <details class="fold">
      <summary>
        <h2>Service workers</h2> <span class="count">{serviceWorkers.length}</span>
      </summary>
      <ul class="workers">
        {serviceWorkers.slice(0, SHOWN).map(({ scope, scriptUrl, state, openTabs }) => (
          <li key={scope} class="worker">
            <p class="address">{scope}</p>
            <p class="muted">
              <span class="address">{scriptUrl.replace(/^.*\//, '')}</span>, {state},{' '}
              {plural(openTabs, 'open tab')}
            </p>
          </li>
        ))}
      </ul>
      {rest > 0 && <p class="muted">{plural(rest, 'more')} in the export.</p>}
      {isThere ? (
        <Unregister report={report} />
      ) : (
        <p class="muted">They can be unregistered while a page of this site is open.</p>
      )}
    </details>
  );
}
