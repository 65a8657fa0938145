import type { Observation } from '../../../protocol/messages';
import { reloadTab, requestAccess } from '../tab-actions';

interface Props {
  observation: Observation;
  tabId: number;
  catchingUp: boolean;
}

/** Takes how far a tab can be seen and draws what a person can do about it; nothing where all is well. */
export function Notice({ observation, tabId, catchingUp }: Props) {
  switch (observation) {
    case 'reload':
      return (
        <section class="notice" aria-label="What to do">
          <p>
            A page can only be observed from its first script on. After the reload, use it until it
            lags, then open this popup again.
          </p>
          <button type="button" class="primary" onClick={() => void reloadTab(tabId)}>
            Reload this tab
          </button>
        </section>
      );
    case 'no-permission':
      return (
        <section class="notice" aria-label="What to do">
          <p>
            Whylag needs your permission to observe sites. It reads counts, times and addresses
            without their queries; no message, no sound and no text is ever stored, and nothing
            leaves this browser. Reload the tab afterwards.
          </p>
          <button type="button" class="primary" onClick={() => void requestAccess()}>
            Allow on all sites
          </button>
        </section>
      );
    case 'forbidden':
      return (
        <section class="notice" aria-label="What to do">
          <p>
            Browser pages, extension stores and other extensions are closed to every extension. Open
            the page that lags and click the Whylag icon there.
          </p>
        </section>
      );
    case 'closed':
      return (
        <section class="notice" aria-label="State of the tab">
          <p>This tab is closed. What follows is what was last known of it.</p>
        </section>
      );
    default:
      if (!catchingUp) return null;
      return (
        <p class="notice catching-up" role="status">
          Whylag was just restarted and is asking the pages again: counts may be too low for a few
          seconds.
        </p>
      );
  }
}
