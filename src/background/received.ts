/*
 * From what a bridge sends to a message as the guards take it. A page script posts rows that have changed,
 * under short names and in one list, and fills in nothing; here they become a `Batch`, and here what
 * secrets an address or a stack holds is left behind.
 */
import { keptUrl } from '../core/address';
import { bounded } from '../protocol/bounds';
import { type BridgeMessage, LIMITS } from '../protocol/facts';
import { asBridgeMessage } from '../protocol/guards';
import { SHORT_NAMES } from '../protocol/short-names';
import { cleanStack, withoutSecrets } from './clean-stack';
import { keptType } from './type-names';

type Row = Record<string, unknown>;

const LONG_NAMES = new Map([...SHORT_NAMES].map(([long, short]) => [short, long]));
/** A batch, its rows, their tables and what is in them. */
const DEPTH = 4;

const asRow = (value: unknown): Row =>
  (typeof value === 'object' && value !== null ? value : {}) as Row;
const asRows = (value: unknown): Row[] => (Array.isArray(value) ? value.map(asRow) : []);

/** The same under the names of the sources. */
const named = (value: unknown, depth = DEPTH): unknown => {
  if (typeof value !== 'object' || value === null || depth === 0) return value;
  if (Array.isArray(value)) return value.map((item) => named(item, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      LONG_NAMES.get(key) ?? key,
      named(item, depth - 1),
    ]),
  );
};

/** The states that have names: what had none, or has left without an end, is nowhere. */
const statesOf = (row: Row): Row =>
  Object.fromEntries(Object.entries(asRow(row.byState)).filter(([state]) => state !== ''));

const WORKLET = 'worklet ';
/**
 * A node by its shape, as `protocol/vad-rules.ts` words it. A worklet's processor has another shape from
 * when it listens to a stream (`page/nodes.ts`).
 */
const nodesOf = ({ detail, created, byState }: Row): Row[] => {
  const states = asRow(byState);
  const count = (state: string): number => Number(states[state] ?? 0);
  const live = count('live');
  const tapped = count('tapped');
  // A page may call its processor what it likes, an address too.
  const shape = withoutSecrets(String(detail).slice(0, LIMITS.shape));
  if (!shape.startsWith(WORKLET)) return [{ shape, created, live: live + tapped }];
  const everTapped = tapped + count('released');
  return [
    { shape, created: Number(created) - everTapped, live },
    { shape: `tapped ${shape.slice(WORKLET.length)}`, created: everTapped, live: tapped },
  ];
};

const audioOf = (sound: Row): Row => {
  const { pending, playing, played, aheadMs, held, heldSince, underruns, underrunMs } = sound;
  const { unknown, asked, askedSince, clips, clipMs } = sound;
  return {
    scheduled: { pending, playing, played, aheadMs, held, heldSince },
    // JSON has no number that is none, and no infinite one: both come as `null`.
    underruns: underruns === null ? null : { events: underruns, ms: underrunMs },
    elements: {
      pending: sound.waitingElements,
      playing: sound.playingElements,
      played: sound.playedElements,
      pendingMs: sound.waitingMs,
      bufferedMs: sound.bufferedMs,
      unknown,
      asked,
      askedSince,
    },
    meanClipMs: clips === 0 ? null : Number(clipMs) / Number(clips),
  };
};

/** The later of two times, where both are. */
const later = (time: unknown, than: unknown): unknown =>
  typeof time === 'number' && typeof than === 'number' ? Math.max(time, than) : time;

/** A try says 0 for what has not come yet. A clock that is set back makes nothing end before it began. */
const tryOf = ({ changed: _, at, openedAt, endedAt, code, ...row }: Row): Row => ({
  ...row,
  at,
  openedAt: openedAt ? later(openedAt, at) : null,
  endedAt: endedAt ? later(later(endedAt, openedAt), at) : null,
  code: code || null,
});

const urlOf = (url: unknown): unknown => (typeof url === 'string' ? keptUrl(url) : url);

/** A server may close with any code: what is past the limit is left out. */
const endpointOf = ({ changed: _, ...row }: Row): Row => ({
  ...row,
  url: urlOf(row.url),
  closeCodes: Object.fromEntries(Object.entries(asRow(row.closeCodes)).slice(0, LIMITS.closeCodes)),
});

const runOf = (row: Row, load: unknown): Row => ({
  ...row,
  lastAt: later(row.lastAt, row.firstAt),
  type:
    typeof row.type === 'string' ? keptType(row.type.slice(0, LIMITS.type), String(load)) : null,
});

/** The name of a file, without its folders and query. */
const fileOf = (file: unknown): unknown =>
  typeof file === 'string'
    ? (file.split(/[?#]/, 1)[0]?.split('/').at(-1) ?? '').slice(-LIMITS.file)
    : file;

const batchOf = (text: string, word: Row, own: string): unknown => {
  const { load, seq, full, files, usedBytes } = word;
  const { at, rows, tries, types, sound, dropped } = asRow(named(JSON.parse(text)));
  const all = asRows(rows);
  const endpoints = all.filter((row) => 'url' in row);
  const tallies = all.filter((row) => !('url' in row));
  const stacked = tallies.filter((row) => row.kind !== 'node' && row.detail !== '');
  return bounded({
    seq,
    at,
    full,
    kinds: tallies
      .filter((row) => row.kind !== 'node' && row.detail === '')
      .map((row) => ({ kind: row.kind, created: row.created, byState: statesOf(row) })),
    endpoints: endpoints.map(endpointOf),
    tries: asRows(tries).map(tryOf),
    sites: stacked.map(({ kind, endpoint = null, detail, created }) => ({
      kind,
      endpoint,
      stack: cleanStack(String(detail), own),
      count: created,
    })),
    nodes: tallies.filter((row) => row.kind === 'node').flatMap(nodesOf),
    audio: sound === null ? null : audioOf(asRow(sound)),
    types: asRows(types).map((row) => runOf(row, load)),
    files: Array.isArray(files) ? files.slice(0, LIMITS.files + 1).map(fileOf) : files,
    usedBytes,
    dropped,
  });
};

/** A function is called what the page calls it, and a script by its address. */
const mainOf = (main: Row): unknown => ({
  ...main,
  blocks: Array.isArray(main.blocks)
    ? main.blocks.slice(0, LIMITS.blocks + 1).map((block) => {
        const row = asRow(block);
        return typeof row.script === 'string'
          ? { ...row, script: withoutSecrets(row.script.slice(0, LIMITS.rawStack)) }
          : row;
      })
    : null,
});

/**
 * A message of a bridge, or `null` for anything else; `own` is how the extension's scripts are named in a
 * stack of Chromium's.
 */
export const received = (value: unknown, own: string): BridgeMessage | null => {
  try {
    const word = asRow(value);
    const { type, load, url, text } = word;
    if (type === 'main') return asBridgeMessage({ ...word, main: mainOf(asRow(word.main)) });
    if (type !== 'batch') return asBridgeMessage(value);
    if (typeof text !== 'string' || text.length > LIMITS.text) return null;
    return asBridgeMessage({ type, load, url: urlOf(url), batch: batchOf(text, word, own) });
  } catch {
    // No JSON, or what throws when it is looked at.
    return null;
  }
};
