import { useMemo } from 'preact/hooks';
import { Actions } from './parts/actions';
import { Header } from './parts/header';
import { LostContact } from './parts/lost-contact';
import { ReadOut } from './parts/read-out';
import { Snapshot } from './parts/snapshot';
import { shown } from './shown';
import type { PopupStore } from './store';
import { isMeasured } from './words';

/** Takes the popup's state and draws what is known: a snapshot, why there is none, or that it is on its way. */
export function App({ store }: { store: PopupStore }) {
  const raw = store.snapshot.value;
  const snapshot = useMemo(() => raw && shown(raw), [raw]);
  const error = store.error.value;
  return (
    <>
      <Header report={snapshot?.report ?? null} />
      <ReadOut verdict={snapshot?.verdict ?? null} />
      <main>
        {error !== null && (
          <LostContact
            reason={error}
            lastAt={snapshot?.report.generatedAt ?? null}
            onRetry={store.refresh}
          />
        )}
        {snapshot && <Snapshot snapshot={snapshot} />}
        {!snapshot && error === null && <p class="loading">Reading this tab…</p>}
      </main>
      <Actions report={raw && isMeasured(raw) ? raw.report : null} />
    </>
  );
}
