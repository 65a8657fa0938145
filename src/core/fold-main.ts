import type { MainFact } from '../protocol/facts';
import { momentOf } from './moment';
import { KEPT, type TabState } from './state';

/** Takes what blocked a page load's main thread; the same again changes nothing. */
export const foldMain = (
  tab: TabState,
  loadId: string,
  { blocks, ...sums }: MainFact,
  usedBytes: number | null,
): void => {
  const load = tab.loads.find((l) => l.id === loadId);
  if (!load) return;
  load.main = sums;
  load.usedBytes = usedBytes;
  for (const { n, ...block } of blocks) {
    if (n <= load.lastBlock) continue;
    load.lastBlock = n;
    // Frames share the thread of their page: what blocks one blocks all, and is one block.
    const same = tab.blocks.some((b) => Math.abs(b.at - block.at) < Math.min(b.durationMs, 1000));
    if (!same) tab.blocks.push({ ...block, during: momentOf(tab, load, block.at) });
  }
  if (tab.blocks.length > KEPT.blocks) tab.blocks.splice(0, tab.blocks.length - KEPT.blocks);
};
