import { type ReadonlySignal, signal } from '@preact/signals';
import { browser } from '../../adapters/browser';
import type { PopupSnapshot } from '../../protocol/messages';
import { reasonOf, request } from '../request';
import { done } from './note';

/** As often as the background takes its samples: more would show the same numbers again. */
const EVERY_MS = 1_000;
/** A background that is just being started may refuse once; a person need not hear of it. */
const SECOND_TRY_MS = 300;

/** What the popup knows. `error` stands beside the last snapshot: old numbers are better than none. */
export interface PopupStore {
  tabId: ReadonlySignal<number | null>;
  snapshot: ReadonlySignal<PopupSnapshot | null>;
  error: ReadonlySignal<string | null>;
  /** Finds the tab, asks at once, after each action, and every second while the page is visible. */
  start(): Promise<void>;
  /** Asks now, whatever the timer says. */
  refresh(): void;
}

/** Takes the page's own query string and returns the tab it names, or the active tab of its window. */
async function findTab(search: string): Promise<number> {
  const named = new URLSearchParams(search).get('tabId');
  if (named === null) {
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
    if (tab?.id === undefined) throw new Error('This window has no active tab.');
    return tab.id;
  }
  if (!/^-?\d{1,15}$/.test(named)) throw new Error(`"${named.slice(0, 40)}" is no tab number.`);
  return Number(named);
}

/** Takes the page's query string and returns the state that its components draw. */
export function createPopupStore(search: string): PopupStore {
  const tabId = signal<number | null>(null);
  const snapshot = signal<PopupSnapshot | null>(null);
  const error = signal<string | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let failures = 0;

  async function ask(): Promise<void> {
    clearTimeout(timer);
    if (asking || document.visibilityState === 'hidden') return;
    asking = true;
    try {
      tabId.value ??= await findTab(search);
      snapshot.value = await request({ type: 'popup', tabId: tabId.value });
      error.value = null;
      failures = 0;
    } catch (thrown) {
      failures += 1;
      if (failures > 1) error.value = reasonOf(thrown);
    } finally {
      asking = false;
      timer = setTimeout(ask, failures === 1 ? SECOND_TRY_MS : EVERY_MS);
    }
  }

  return {
    tabId,
    snapshot,
    error,
    async start() {
      document.addEventListener('visibilitychange', () => void ask());
      // Not with the first one: nothing is done yet.
      done.subscribe((count) => count > 0 && void ask());
      await ask();
    },
    refresh() {
      void ask();
    },
  };
}
