import { formatBytes, plural } from '../../../core/format';
import type { HistoryState } from '../../../protocol/messages';
import { deleteEverything, readHistoryNotice } from '../history-actions';
import { keepTogether } from '../words';
import { Question, useQuestion } from './question';

const TROUBLE: Record<NonNullable<HistoryState['trouble']>, string> = {
  newer:
    'A newer version of Whylag has written the history on this machine. It is left as it is, and nothing is added to it.',
  blocked:
    'Another copy of Whylag holds the history open, and nothing is added to it. Starting the browser again helps.',
  unreadable:
    'The browser cannot open the history on this machine: what is counted now is lost when it is closed. Deleting everything, below, may mend it.',
  full: 'The browser has no room left: what is counted now is lost when it is closed. Free some disk space.',
};

/** Takes the state of the history and draws what a person has to know of it; nothing where all is well. */
export function HistoryNotice({ history: { trouble, trimmed } }: { history: HistoryState }) {
  if (trouble) {
    return (
      <p class="notice" role="status">
        {TROUBLE[trouble]}
      </p>
    );
  }
  if (!trimmed) return null;
  return (
    <section class="notice" aria-label="About the history">
      <p>
        The browser had no more room, so the oldest tabs were deleted from Whylag’s history. What is
        newer is kept.
      </p>
      <button type="button" onClick={() => void readHistoryNotice()}>
        Got it
      </button>
    </section>
  );
}

/** Takes the state of the history and draws, folded, how much is kept and the way to be rid of it. */
export function HistorySection({ history: { records, bytes } }: { history: HistoryState }) {
  const question = useQuestion();
  return (
    <details class="fold">
      <summary>
        <h2>History on this machine</h2>{' '}
        <span class="count">{records === 0 ? 'empty' : keepTogether(formatBytes(bytes))}</span>
      </summary>
      <p class="muted">
        {records === 0 ? 'Nothing is kept yet. ' : `${plural(records, 'tab')}, open and closed. `}
        Counts, times and addresses are kept for 7 days, at most 50&nbsp;MB, the oldest going first.
        Of private windows nothing is kept.
      </p>
      {question.asking ? (
        <Question
          question={question}
          text="Delete everything that Whylag knows?"
          yes="Delete everything"
          onYes={deleteEverything}
          thenFocus="verdict"
        >
          <p>
            The history of all tabs, closed and open, cannot be brought back. Open pages are counted
            anew from what they hold themselves. Sites that you have paused stay paused.
          </p>
        </Question>
      ) : (
        <button
          type="button"
          key="delete-everything"
          ref={question.takeFocus}
          onClick={question.ask}
        >
          Delete everything…
        </button>
      )}
    </details>
  );
}
