import { plural } from '../../../core/format';
import type { SiblingTab } from '../../../protocol/messages';
import { closable } from '../living';
import { closeOthers } from '../site-actions';
import { Question, useQuestion } from './question';

const staying = (pinned: number, inCall: number): string =>
  [
    pinned > 0 && `${plural(pinned, 'pinned tab')} ${pinned === 1 ? 'stays' : 'stay'} open.`,
    inCall > 0 && `${plural(inCall, 'tab')} in a call ${inCall === 1 ? 'stays' : 'stay'} open.`,
  ]
    .filter(Boolean)
    .join(' ');

/** Takes the other tabs of a site and draws the way to close them at once; nothing for a single one, which has its own. */
export function CloseOthers({ tabId, siblings }: { tabId: number; siblings: SiblingTab[] }) {
  const question = useQuestion();
  const { going, pinned, inCall } = closable(siblings);
  if (going.length < 2) return null;
  const heard = going.filter((tab) => tab.audible).length;
  const rest = staying(pinned, inCall);
  if (question.asking) {
    return (
      <Question
        question={question}
        text={`Close ${plural(going.length, 'other tab')} of this site?`}
        yes={`Close ${going.length} tabs`}
        no="Keep"
        onYes={() =>
          closeOthers(
            tabId,
            going.map((tab) => tab.tabId),
          )
        }
        thenFocus="siblings"
      >
        <p>
          What was typed there is lost.
          {heard > 0 && ` ${heard} of them ${heard === 1 ? 'plays' : 'play'} sound.`}
          {rest && ` ${rest}`}
        </p>
      </Question>
    );
  }
  return (
    <button
      type="button"
      key="close-others"
      class="quiet"
      ref={question.takeFocus}
      onClick={question.ask}
    >
      Close all {going.length}…
    </button>
  );
}
