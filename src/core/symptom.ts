import { formatBytes, formatDuration, plural } from './format';
import { sinceGap } from './gaps';
import { chanceOfRise } from './mann-kendall';
import type { FindingId, Sample, Symptom } from './report';
import { commonMoment, stallsOf } from './stalls';
import type { KeptFinding, TabState } from './state';
import { growth, median, type Point } from './statistics';

/** What a person sees grow, with the words for it; one more of a kind is a rise. */
const MEASURES: { key: keyof Sample; name: string; step: number; tolerance: number }[] = [
  { key: 'openSockets', name: 'open connections', step: 0.5, tolerance: 0 },
  { key: 'liveVads', name: 'voice detectors', step: 0.5, tolerance: 0 },
  { key: 'runningAudioContexts', name: 'running audio contexts', step: 0.5, tolerance: 0 },
  { key: 'microphoneTracks', name: 'microphone tracks', step: 0.5, tolerance: 0 },
  { key: 'audioBacklogMs', name: 'milliseconds of waiting audio', step: 200, tolerance: 1000 },
];

type Evidence = KeptFinding['evidence'];

/** Findings that add up as long as they go on, and the measure of it. */
const ADDS_UP: Partial<Record<FindingId, (evidence: Evidence) => string>> = {
  'reconnect-storm': ({ attempts, endpoint }) =>
    `Failed tries add up, ${attempts} so far${
      String(endpoint).startsWith('ws')
        ? ', and browsers hold back each new socket longer for them.'
        : ', and they go on without a pause.'
    }`,
  'tab-accumulation': ({ tabsWithVoice, tabsWithSockets }) =>
    `Each further tab of the site adds to what is held: ${Math.max(Number(tabsWithVoice), Number(tabsWithSockets))} tabs so far.`,
  'slow-turns': ({ firstWaitMs, lastWaitMs, turns }) =>
    `The wait for an answer grew from ${formatDuration(Number(firstWaitMs))} to ${formatDuration(Number(lastWaitMs))} over ${turns} turns.`,
  'memory-growth': ({ grewFromBytes, keptBytes, growingForMs }) =>
    `The memory that is kept grew from ${formatBytes(Number(grewFromBytes))} to ${formatBytes(Number(keptBytes))} in ${formatDuration(Number(growingForMs))}.`,
};

/** Found only where something is held and never let go: by its nature there is more of it each time. */
const LEAKS: readonly FindingId[] = [
  'socket-leak',
  'vad-leak',
  'audio-context-leak',
  'microphone-leak',
  'media-player-leak',
  'send-backlog',
  'audio-queue-backlog',
];

/** With fewer stalls a row of longer ones is chance. */
const STALLS = 5;
const LEVEL = 0.01;

const pointsOf = (timeline: readonly Sample[], key: keyof Sample): Point[] =>
  timeline.flatMap((sample) => {
    const value = sample[key];
    return value === null ? [] : [{ at: sample.at, value }];
  });

const grownMeasure = ({ timeline }: TabState): string | null => {
  for (const { key, name, step, tolerance } of MEASURES) {
    const grown = growth(pointsOf(sinceGap(timeline), key), { step, tolerance });
    if (grown)
      return `The number of ${name} grew from ${grown.from.value} to ${grown.to.value} in ${Math.round((grown.to.at - grown.from.at) / 1000)} s, in ${grown.rises} rises.`;
  }
  return null;
};

const addsUp = ({ findings }: TabState): string | null => {
  const active = findings.filter(({ until }) => until === null);
  for (const [id, words] of Object.entries(ADDS_UP)) {
    const finding = active.find((one) => one.id === id);
    if (finding) return words(finding.evidence);
  }
  const leak = active.find(({ id }) => LEAKS.includes(id));
  return leak ? `What is held adds up with each use: “${leak.title}” goes on.` : null;
};

const longerStalls = (tab: TabState): string | null => {
  const lengths = stallsOf(tab).map(({ blockedMs }) => blockedMs);
  if (lengths.length < STALLS || chanceOfRise(lengths) > LEVEL) return null;
  const [first, last] = [median(lengths.slice(0, 2)), median(lengths.slice(-2))];
  return last >= 2 * first
    ? `The page stands still for longer and longer: ${formatDuration(first)} at first, ${formatDuration(last)} by now, in ${lengths.length} stalls.`
    : null;
};

const burstsOf = (tab: TabState): string => {
  const since = tab.timeline[0]?.at;
  const span =
    since === undefined
      ? ''
      : ` over ${Math.round(((tab.timeline.at(-1)?.at ?? since) - since) / 1000)} s of samples`;
  const stalls = stallsOf(tab);
  const moment = commonMoment(stalls);
  const stood = stalls.length
    ? ` It stood still ${plural(stalls.length, 'time')}, ${moment === 'no pattern' ? 'at no common moment' : `mostly at the same moment (${moment})`}.`
    : '';
  return `Connections, voice detectors, audio contexts, microphone tracks and waiting audio do not grow${span}.${stood}`;
};

const MEANS: Record<Symptom, string> = {
  none: '',
  occasional:
    'Likely: garbage collection, network jitter or a short lack of resources. Unlikely: a leak of tasks, tabs, files or history.',
  cumulative:
    'Likely: something that is never let go or only ever grows (tasks, tabs, connections, files, history). Unlikely: garbage collection, network jitter or a short lack of resources.',
};

/**
 * Symptom A or B of the guide: `occasional` (now and then) or `cumulative` (the more, the slower),
 * with the measured reason. `cumulative` needs a growth that the timeline shows, a loop that goes on, tabs
 * that add up, or a finding of something that is never let go.
 */
export const symptomOf = (
  tab: TabState,
): { symptom: Symptom; symptomReason: string; symptomMeans: string } => {
  const say = (symptom: Symptom, symptomReason: string) => ({
    symptom,
    symptomReason,
    symptomMeans: MEANS[symptom],
  });
  if (tab.findings.length === 0) return say('none', 'Nothing was found in this tab.');
  const grows = grownMeasure(tab) ?? addsUp(tab) ?? longerStalls(tab);
  return grows ? say('cumulative', grows) : say('occasional', burstsOf(tab));
};
