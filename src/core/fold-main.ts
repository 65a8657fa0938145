import type { MainFact } from '../protocol/facts';
import { momentOf } from './moment';
import { KEPT, type TabState } from './state';

/**
 * Takes what blocked a page load's main thread, as it was told at `now`; the same again changes nothing. In a
 * hidden tab nobody waits: its blocks are in the sums and are no stalls. One that a person hid because it was
 * stuck tells its block with the change.
 */
export const foldMain = (
  tab: TabState,
  loadId: string,
  { blocks, ...sums }: MainFact,
  usedBytes: number | null,
  now: number,
): void => {
  const load = tab.loads.find((l) => l.id === loadId);
  if (!load) return;
  const wasHidden = load.main?.hidden ?? sums.hidden;
  if (sums.hidden && (!wasHidden || load.hiddenAt === null)) load.hiddenAt = now;
  if (!sums.hidden && wasHidden) load.shownAt = now;
  load.main = sums;
  load.usedBytes = usedBytes;
  for (const { n, ...block } of blocks) {
    if (n <= load.lastBlock) continue;
    load.lastBlock = n;
    if (sums.hidden && wasHidden) continue;
    // Frames share the thread of their page: what blocks one blocks all, and is one block.
    const same = tab.blocks.some((b) => Math.abs(b.at - block.at) < Math.min(b.durationMs, 1000));
    if (!same) tab.blocks.push({ ...block, during: momentOf(tab, load, block.at) });
  }
  if (tab.blocks.length > KEPT.blocks) tab.blocks.splice(0, tab.blocks.length - KEPT.blocks);
};
