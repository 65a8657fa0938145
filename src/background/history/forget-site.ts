import { originOf } from '../../core/address';
import { HISTORY, type RecordRow } from '../../core/history/shape';
import type { HistoryStore, Resumed } from '../../core/history/store';
import { sized } from '../../core/history/take';
import type { TabState } from '../../core/state';

/** One that names as many sites as it may could name any. */
const mayHold = ({ origins, frames }: RecordRow, origin: string): boolean =>
  [origins, frames].some((all) => all.includes(origin) || all.length >= HISTORY.origins);

/** A record without a site that its tab has left, or had in a frame. */
const without = ({ record, state, findings }: Resumed, origin: string) => {
  const isOther = (one: string): boolean => one !== origin;
  const rest = {
    ...record,
    origins: record.origins.filter(isOther),
    frames: record.frames.filter(isOther),
  };
  const left = findings.filter((finding) => isOther(finding.origin));
  if (!state) return { record: rest, state, findings: left };
  const tab = JSON.parse(state.text) as TabState;
  tab.loads = tab.loads.filter(({ url }) => isOther(originOf(url)));
  const kept = { ...state, text: JSON.stringify(tab) };
  return { record: sized({ ...rest, bytes: 0 }, kept), state: kept, findings: left };
};

/** Takes a site out of what is stored, as `pausing.ts` does out of memory. */
export const forgetSite = async (store: HistoryStore, origin: string): Promise<void> => {
  await store.removeExperiments(origin);
  const rows = (await store.all()).filter((row) => mayHold(row, origin));
  const theirs = rows.filter((row) => row.origin === origin);
  await store.remove(theirs.map(({ n }) => n));
  for (const row of rows) {
    if (theirs.includes(row)) continue;
    const found = await store.resume(row.n);
    if (found) await store.settle(without(found, origin));
  }
};
