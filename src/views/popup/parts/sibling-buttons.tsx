import { useRef, useState } from 'preact/hooks';
import { closeTab, goToTab } from '../tab-actions';

/** Closing loses what the person typed there: it takes a second click, on a button that was not there before. */
export function SiblingButtons({ tabId, name }: { tabId: number; name: string }) {
  const [asking, setAsking] = useState(false);
  const moved = useRef(false);
  // The button that had the focus is replaced: the one in its place takes it, once.
  const takeFocus = (button: HTMLButtonElement | null) => {
    if (!button || !moved.current) return;
    moved.current = false;
    button.focus();
  };
  const turn = (to: boolean) => {
    moved.current = true;
    setAsking(to);
  };
  const close = async () => {
    if (await closeTab(tabId)) document.getElementById('siblings')?.focus();
    else turn(false);
  };
  if (asking) {
    return (
      <fieldset class="buttons confirm">
        <legend>Close this tab?</legend>
        <button type="button" class="danger" aria-label={`Yes, close ${name}`} onClick={close}>
          Close it
        </button>
        <button type="button" key="keep" ref={takeFocus} onClick={() => turn(false)}>
          Keep
        </button>
      </fieldset>
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
        ref={takeFocus}
        aria-label={`Close ${name}…`}
        onClick={() => turn(true)}
      >
        Close…
      </button>
    </div>
  );
}
