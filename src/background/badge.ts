import { browser } from '../adapters/browser';
import type { Severity } from '../core/report';
import type { TabState } from '../core/state';

const COLOURS: Record<Severity, string> = {
  critical: '#b3261e',
  warning: '#9a5b00',
  info: '#2457a6',
};
const SEVERITIES: Severity[] = ['critical', 'warning', 'info'];

const shown = new Map<number, string>();
/** What is being drawn, by tab. */
const drawing = new Map<number, Promise<void>>();

/** The number of active findings on the tab's icon, in the colour of the worst; nothing for none. */
export const showBadge = (tab: TabState): void => {
  const active = tab.findings.filter((finding) => finding.until === null);
  const worst = SEVERITIES.find((severity) => active.some((f) => f.severity === severity));
  const text = active.length ? String(active.length) : '';
  const key = `${text} ${worst}`;
  if (!tab.open || shown.get(tab.tabId) === key) return;
  shown.set(tab.tabId, key);
  const { tabId } = tab;
  const set = async (): Promise<void> => {
    if (worst) {
      await browser.action.setBadgeBackgroundColor({ tabId, color: COLOURS[worst] });
      await browser.action.setBadgeTextColor({ tabId, color: '#ffffff' });
    }
    await browser.action.setBadgeText({ tabId, text });
  };
  // One after the other: a badge is drawn in three steps, and taken away in one that would overtake them.
  const drawn = (drawing.get(tabId) ?? Promise.resolve())
    .then(set)
    // The tab may be closed by now.
    .catch(() => {
      shown.delete(tabId);
    })
    .then(() => {
      if (drawing.get(tabId) === drawn) drawing.delete(tabId);
    });
  drawing.set(tabId, drawn);
};

/** A navigation clears the badge of a tab: the next `showBadge` draws it again. */
export const forgetBadge = (tabId: number): void => {
  shown.delete(tabId);
};
