import { VAD_RULES } from '../protocol/vad-rules';
import type { ResourceCount, VoiceDetector } from './report';
import type { LoadState, TabState } from './state';

/** The detectors of one page load, shape by shape: a library may show itself in several ways. */
export const voiceDetectorsIn = (
  { nodes, files, gone }: LoadState,
  isMeant: (shape: string) => boolean = () => true,
): VoiceDetector[] =>
  nodes.flatMap(({ shape, created, live }) => {
    if (!isMeant(shape)) return [];
    const rule = VAD_RULES.find(
      (one) =>
        one.shape.test(shape) &&
        (!one.file || files.some((name) => one.file?.test(name))) &&
        !nodes.some((other) => one.unless?.test(other.shape)),
    );
    if (!rule || created === 0) return [];
    const { library, confidence } = rule;
    return [{ library, confidence, created, live: gone ? 0 : live }];
  });

/** How many detectors that are certain are live in one page load. */
export const certainIn = (load: LoadState, isMeant?: (shape: string) => boolean): number =>
  voiceDetectorsIn(load, isMeant)
    .filter(({ confidence }) => confidence === 'certain')
    .reduce((sum, { live }) => sum + live, 0);

/** … of those that hear a microphone: some libraries make their node before they load the model. */
export const listeningIn = (load: LoadState): number =>
  certainIn(load, (shape) => !shape.startsWith('worklet '));

const addTo = (all: VoiceDetector[], one: VoiceDetector): void => {
  const known = all.find((d) => d.library === one.library && d.confidence === one.confidence);
  if (!known) all.push({ ...one });
  else {
    known.created += one.created;
    known.live += one.live;
  }
};

/** Keeps what a page load has created, when the load itself is forgotten. */
export const foldDetectorsAway = (tab: TabState, load: LoadState): void => {
  for (const one of voiceDetectorsIn({ ...load, gone: true })) addTo(tab.past.detectors, one);
};

/** Every library whose traces the tab shows, or has shown. */
export const voiceDetectorsOf = (tab: TabState): VoiceDetector[] => {
  const all: VoiceDetector[] = [];
  for (const one of tab.past.detectors) addTo(all, one);
  for (const load of tab.loads) for (const one of voiceDetectorsIn(load)) addTo(all, one);
  return all;
};

/** The detectors that are certain, as a kind of resource. */
export const vadCount = (tab: TabState): ResourceCount => {
  const certain = voiceDetectorsOf(tab).filter(({ confidence }) => confidence === 'certain');
  const live = certain.reduce((sum, one) => sum + one.live, 0);
  return {
    created: certain.reduce((sum, one) => sum + one.created, 0),
    live,
    byState: live ? { live } : {},
  };
};
