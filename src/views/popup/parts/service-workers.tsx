import { workerStateName } from '../../../core/evidence-label';
import { plural } from '../../../core/format';
import type { Report, ServiceWorkerEntry } from '../../../core/report';
import type { Observation } from '../../../protocol/messages';
import { unregisterWorkers } from '../site-actions';
import { Question, useQuestion } from './question';

const SHOWN = 8;

interface Props {
  report: Report;
  observation: Observation;
}

function Unregister({ report, observation }: Props) {
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
        {observation === 'closed' && (
          <p>
            Only a page of the site can do it. If none is open, one is opened in the background for
            a moment: the site’s server is asked for <code>/robots.txt</code>.
          </p>
        )}
      </Question>
    );
  }
  return (
    <button type="button" key="unregister" ref={question.takeFocus} onClick={question.ask}>
      Unregister…
    </button>
  );
}

/** A worker of which the browser shows no connection may hold one. */
function handshakesOf({ handshakes }: ServiceWorkerEntry): string {
  if (handshakes === null) return 'connections not observable';
  return handshakes === 0 ? 'no connection seen' : `${plural(handshakes, 'connection')} opened`;
}

/** Pages in which the extension can run what only the site itself may do, or for which it can open another. */
const ASKABLE: readonly Observation[] = ['observed', 'quiet', 'closed'];

/** Takes a report and draws the service workers of its origin, folded, with the way to be rid of them. */
export function ServiceWorkers({ report, observation }: Props) {
  const { serviceWorkers } = report;
  if (serviceWorkers.length === 0) return null;
  const rest = serviceWorkers.length - SHOWN;
  return (
    <details class="fold">
      <summary>
        <h2>Service workers</h2> <span class="count">{serviceWorkers.length}</span>
      </summary>
      {observation === 'closed' && (
        <p class="muted">As they were when a page of this site was last asked.</p>
      )}
      <ul class="workers">
        {serviceWorkers.slice(0, SHOWN).map((worker) => (
          <li key={worker.scope} class="worker">
            <p class="address">{worker.scope}</p>
            <p class="muted">
              <span class="address">{worker.scriptUrl.replace(/^.*\//, '')}</span>,{' '}
              {workerStateName(worker.state)}, {plural(worker.openTabs, 'open tab')},{' '}
              {handshakesOf(worker)}
            </p>
          </li>
        ))}
      </ul>
      {rest > 0 && <p class="muted">{plural(rest, 'more')} in the export.</p>}
      {ASKABLE.includes(observation) ? (
        <Unregister report={report} observation={observation} />
      ) : (
        <p class="muted">They can be unregistered while a page of this site is open.</p>
      )}
    </details>
  );
}
