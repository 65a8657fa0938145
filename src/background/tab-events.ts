import { browser, type Tabs } from '../adapters/browser';

interface Heard {
  closed(tabId: number): void;
  /** It loads, or has another address or title. */
  changed(tabId: number, change: Tabs.OnUpdatedChangeInfoType, live: Tabs.Tab): void;
}

/**
 * The browser's word on tabs. It comes for every tab, and a browser starts a stopped background for each
 * word that it listens to: pages that use nothing would wake it by loading and closing. So it is listened
 * to between `listen` and `rest` only. What was missed is asked for when listening begins again.
 */
export const createTabEvents = ({ closed, changed }: Heard) => {
  const { onRemoved, onUpdated } = browser.tabs;
  return {
    listen(): void {
      onRemoved.addListener(closed);
      onUpdated.addListener(changed);
    },
    rest(): void {
      onRemoved.removeListener(closed);
      onUpdated.removeListener(changed);
    },
  };
};
