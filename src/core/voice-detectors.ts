import { VAD_RULES } from '../protocol/vad-rules';
import type { ResourceCount, VoiceDetector } from './report';
import type { LoadState, TabState } from './state';

/** The detectors of one page load, rule by rule: a library may show itself in several ways. */
const detectorsIn = ({ nodes, files, gone }: LoadState): VoiceDetector[] =>
  VAD_RULES.flatMap(({ library, confidence, shape, file }) => {
    const node = nodes.find((one) => one.shape === shape);
    if (!node || (file && !files.some((name) => file.test(name)))) return [];
    return [{ library, confidence, created: node.created, live: gone ? 0 : node.live }];
  });

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
  for (const one of detectorsIn({ ...load, gone: true })) addTo(tab.past.detectors, one);
};

/** Every library whose traces the tab shows, or has shown. */
export const voiceDetectorsOf = (tab: TabState): VoiceDetector[] => {
  const all: VoiceDetector[] = [];
  for (const one of tab.past.detectors) addTo(all, one);
  for (const load of tab.loads) for (const one of detectorsIn(load)) addTo(all, one);
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
