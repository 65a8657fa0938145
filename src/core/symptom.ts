import type { FindingId, Sample, Symptom } from './report';
import type { TabState } from './state';
import { growth, type Point } from './statistics';

/** What a person sees grow, with the words for it; one more of a kind is a rise. */
const MEASURES: { key: keyof Sample; name: string; step: number; tolerance: number }[] = [
  { key: 'openSockets', name: 'open connections', step: 0.5, tolerance: 0 },
  { key: 'liveVads', name: 'voice detectors', step: 0.5, tolerance: 0 },
  { key: 'runningAudioContexts', name: 'running audio contexts', step: 0.5, tolerance: 0 },
  { key: 'microphoneTracks', name: 'microphone tracks', step: 0.5, tolerance: 0 },
  { key: 'audioBacklogMs', name: 'milliseconds of waiting audio', step: 200, tolerance: 1000 },
];

const pointsOf = (timeline: readonly Sample[], key: keyof Sample): Point[] =>
  timeline.flatMap((sample) => {
    const value = sample[key];
    return value === null ? [] : [{ at: sample.at, value }];
  });

/**
 * Symptom A or B of the guide: `occasional` (now and then) or `cumulative` (the more, the slower),
 * with the measured reason. `cumulative` needs a growth that the timeline shows, a loop that goes on, or
 * tabs that add up.
 */
export const symptomOf = (tab: TabState): { symptom: Symptom; symptomReason: string } => {
  if (tab.findings.length === 0)
    return { symptom: 'none', symptomReason: 'Nothing was found in this tab.' };
  const active = (id: FindingId) =>
    tab.findings.find((finding) => finding.id === id && finding.until === null);
  for (const { key, name, step, tolerance } of MEASURES) {
    const grown = growth(pointsOf(tab.timeline, key), { step, tolerance });
    if (grown)
      return {
        symptom: 'cumulative',
        symptomReason: `The number of ${name} grew from ${grown.from.value} to ${grown.to.value} in ${Math.round((grown.to.at - grown.from.at) / 1000)} s, in ${grown.rises} rises.`,
      };
  }
  const storm = active('reconnect-storm');
  if (storm)
    return {
      symptom: 'cumulative',
      symptomReason: `Failed tries add up, ${storm.evidence.attempts} so far${
        String(storm.evidence.endpoint).startsWith('ws')
          ? ', and browsers hold back each new socket longer for them.'
          : ', and they go on without a pause.'
      }`,
    };
  const piled = active('tab-accumulation');
  if (piled)
    return {
      symptom: 'cumulative',
      symptomReason: `Each further tab of the site adds to what is held: ${Math.max(Number(piled.evidence.tabsWithVoice), Number(piled.evidence.tabsWithSockets))} tabs so far.`,
    };
  const since = tab.timeline[0]?.at;
  const span =
    since === undefined
      ? ''
      : ` over ${Math.round(((tab.timeline.at(-1)?.at ?? since) - since) / 1000)} s of samples`;
  return {
    symptom: 'occasional',
    symptomReason: `Connections, voice detectors, audio contexts, microphone tracks and waiting audio do not grow${span}.`,
  };
};
