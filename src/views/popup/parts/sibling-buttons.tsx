import type { SiblingTab } from '../../../protocol/messages';
import { closeTab, goToTab } from '../tab-actions';
import { Question, useQuestion } from './question';

/** Takes another tab and draws the ways to go there and to close it. */
export function SiblingButtons({ tab, name }: { tab: SiblingTab; name: string }) {
  const question = useQuestion();
  const { tabId, inCall } = tab;
  if (question.asking) {
    return (
      <Question
        question={question}
        text="Close this tab?"
        yes="Close it"
        yesName={`Yes, close ${name}`}
        no="Keep"
        onYes={() => closeTab(tabId)}
        thenFocus="siblings"
      >
        {inCall && <p>Its call would be cut.</p>}
      </Question>
    );
  }
  return (
    <div class="buttons">
      <button type="button" aria-label={`Go to ${name}`} onClick={() => void goToTab(tabId)}>
        Go to
      </button>
      <button
        type="button"
        key="close"
        ref={question.takeFocus}
        aria-label={`Close ${name}…`}
        onClick={question.ask}
      >
        Close…
      </button>
    </div>
  );
}
