import type { Sample, Symptom } from './report';
import type { TabState } from './state';
import { growth, type Point } from './statistics';

/** What a person sees grow, with the words for it; one more of a kind is a rise. */
const MEASURES: { key: keyof Sample; name: string; step: number; tolerance: number }[] = [
  { key: 'openSockets', name: 'open connections', step: 0.5, tolerance: 0 },
  { key: 'liveVads', name: 'voice detectors', step: 0.5, tolerance: 0 },
  { key: 'runningAudioContexts', name: 'running audio contexts', step: 0.5, tolerance: 0 },
  { key: 'microphoneTracks', name: 'microphone tracks', step: 0.5, tolerance: 0 },
  { key: 'attempts', name: 'connection attempts', step: 0.5, tolerance: 0 },
  { key: 'audioBacklogMs', name: 'milliseconds of waiting audio', step: 200, tolerance: 1000 },
];

const pointsOf = (timeline: readonly Sample[], key: keyof Sample): Point[] =>
  timeline.flatMap((sample) => {
    const value = sample[key];
    return value === null ? [] : [{ at: sample.at, value }];
  });

/**
 * Symptom A or B of the guide: `occasional` (now and then) or `cumulative` (the more, the slower),
 * with the measured reason. `cumulative` needs a growth that the timeline shows, or tabs that add up.
 */
export const symptomOf = (tab: TabState): { symptom: Symptom; symptomReason: string } => {
  if (tab.findings.length === 0)
    return { symptom: 'none', symptomReason: 'Nothing was found in this tab.' };
  const storming = tab.findings.some((f) => f.id === 'reconnect-storm' && f.until === null);
  for (const { key, name, step, tolerance } of MEASURES) {
    // Tries add up on any page; only in a loop they are what makes it slower.
    if (key === 'attempts' && !storming) continue;
    const grown = growth(pointsOf(tab.timeline, key), { step, tolerance });
    if (grown)
      return {
        symptom: 'cumulative',
        symptomReason: `The number of ${name} grew from ${grown.from.value} to ${grown.to.value} in ${Math.round((grown.to.at - grown.from.at) / 1000)} s, in ${grown.rises} rises.`,
      };
  }
  const piled = tab.findings.find((f) => f.id === 'tab-accumulation' && f.until === null);
  if (piled)
    return {
      symptom: 'cumulative',
      symptomReason: `Each further tab of the site adds to what is held: ${piled.summary}`,
    };
  const since = tab.timeline[0]?.at;
  const span =
    since === undefined
      ? ''
      : ` over ${Math.round(((tab.timeline.at(-1)?.at ?? since) - since) / 1000)} s of samples`;
  return {
    symptom: 'occasional',
    symptomReason: `Connections, voice detectors, audio contexts, microphone tracks and waiting audio do not grow${span}: what was found comes and goes.`,
  };
};
