import type { Sample } from '../report';

/** In the order of the text; a field that is added later reads as "not observed" in older rows. */
const FIELDS = [
  'at',
  'openSockets',
  'attempts',
  'audioBacklogMs',
  'audioPlaying',
  'liveVads',
  'runningAudioContexts',
  'microphoneTracks',
  'blockedMs',
  'usedBytes',
] as const satisfies readonly (keyof Sample)[];

interface Packed {
  from: number;
  fields: readonly string[];
  rows: (number | null)[][];
}

/** Samples as text: the names of the fields once, times from the first one on. A seventh of their JSON. */
export const pack = (samples: readonly Sample[]): string => {
  const from = samples[0]?.at ?? 0;
  const packed: Packed = {
    from,
    fields: FIELDS,
    rows: samples.map((sample) =>
      FIELDS.map((field) => (field === 'at' ? sample.at - from : (sample[field] ?? null))),
    ),
  };
  return JSON.stringify(packed);
};

/** The samples again; a text that cannot be read holds none. */
export const unpack = (text: string): Sample[] => {
  try {
    const { from, fields, rows } = JSON.parse(text) as Packed;
    const places = FIELDS.map((field) => fields.indexOf(field));
    return rows.map((row) => {
      const values = FIELDS.map((_, i) => row[places[i] ?? -1] ?? null);
      const sample = Object.fromEntries(FIELDS.map((field, i) => [field, values[i]]));
      return { ...sample, at: from + Number(values[0]) } as Sample;
    });
  } catch {
    return [];
  }
};
