import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';

/** Whether a question stands where a button was. The button that had the focus is replaced: the one in its place takes it. */
export function useQuestion() {
  const [asking, setAsking] = useState(false);
  const moved = useRef(false);
  const turn = (to: boolean) => {
    moved.current = true;
    setAsking(to);
  };
  return {
    asking,
    ask: () => turn(true),
    keep: () => turn(false),
    /** It is answered, and the focus is elsewhere. */
    done: () => setAsking(false),
    takeFocus: (button: HTMLButtonElement | null) => {
      if (!button || !moved.current) return;
      moved.current = false;
      button.focus();
    },
  };
}

interface Props {
  question: ReturnType<typeof useQuestion>;
  text: string;
  /** What it costs, below the question. */
  children?: ComponentChildren;
  yes: string;
  /** What a screen reader says for `yes`, where that alone would not tell of what. */
  yesName?: string;
  no?: string;
  /** Gives whether it was done. */
  onYes: () => Promise<boolean>;
  /** Where the focus goes when it is done and the question has no button to go back to. */
  thenFocus?: string;
}

/** Takes what cannot be taken back, and asks for a second click, on a button that was not there before. */
export function Question({ question, text, children, yes, yesName, no, onYes, thenFocus }: Props) {
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    const isDone = await onYes();
    setBusy(false);
    const next = isDone && thenFocus ? document.getElementById(thenFocus) : null;
    next?.focus();
    if (next) question.done();
    else question.keep();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    // The browser closes a popup on it.
    event.preventDefault();
    question.keep();
  };
  return (
    <fieldset class="question" disabled={busy} onKeyDown={onKeyDown}>
      <legend>{text}</legend>
      {children}
      <div class="buttons">
        <button type="button" class="danger" aria-label={yesName} onClick={() => void run()}>
          {yes}
        </button>
        <button type="button" key="keep" ref={question.takeFocus} onClick={question.keep}>
          {no ?? 'Cancel'}
        </button>
      </div>
    </fieldset>
  );
}
