import { originOf } from '../../core/address';
import { HISTORY, type RecordRow } from '../../core/history/shape';
import type { HistoryStore, Resumed } from '../../core/history/store';
import { sized } from '../../core/history/take';
import type { TabState } from '../../core/state';

/** Which sites are to be forgotten: as what a tab showed, and as a frame in a tab of another. */
export interface Out {
  top(origin: string): boolean;
  frame(origin: string): boolean;
}

/** One that names as many sites as it may could name any. */
const mayHold = ({ origins, frames }: RecordRow, out: Out): boolean =>
  origins.some(out.top) ||
  frames.some(out.frame) ||
  [origins, frames].some(({ length }) => length >= HISTORY.origins);

/** A record without sites that its tab has left, or had in a frame. */
const without = ({ record, state, findings }: Resumed, out: Out) => {
  const rest = {
    ...record,
    origins: record.origins.filter((one) => !out.top(one)),
    frames: record.frames.filter((one) => !out.frame(one)),
  };
  const left = findings.filter(({ origin }) => !out.top(origin));
  if (!state) return { record: rest, state, findings: left };
  const tab = JSON.parse(state.text) as TabState;
  tab.loads = tab.loads.filter(({ url, frameId, gone }) =>
    frameId === 0 || gone ? !out.top(originOf(url)) : !out.frame(originOf(url)),
  );
  const kept = { ...state, text: JSON.stringify(tab) };
  return { record: sized({ ...rest, bytes: 0 }, kept), state: kept, findings: left };
};

/** Takes sites out of what is stored, as `pausing.ts` does out of memory. */
export const forgetSites = async (store: HistoryStore, out: Out): Promise<void> => {
  const tried = new Set((await store.experiments(null)).map(({ origin }) => origin));
  for (const origin of tried) if (out.top(origin)) await store.removeExperiments(origin);
  const rows = (await store.all()).filter((row) => mayHold(row, out));
  const theirs = rows.filter((row) => out.top(row.origin));
  await store.remove(theirs.map(({ n }) => n));
  for (const row of rows) {
    if (theirs.includes(row)) continue;
    const found = await store.resume(row.n);
    if (found) await store.settle(without(found, out));
  }
};
