import type { Observation } from '../protocol/messages';
import { audioQueueOf } from './audio-queue';
import { turnsSummaryOf } from './conversation';
import { sameOriginTabs, sortFindings } from './detect';
import { endpointsOf } from './endpoints';
import { limitsOf } from './limits';
import { resourceOf, resourcesOf } from './live';
import { mainThreadOf } from './main-thread';
import { workersOf } from './origins';
import { type Report, type Sample, SCHEMA_VERSION, type TabSummary } from './report';
import { creationSitesOf } from './sites';
import type { TabState, World } from './state';
import { theilSen } from './statistics';
import { symptomOf } from './symptom';
import { truncatedOf } from './truncated';
import { turnsOf } from './turns';
import { voiceDetectorsOf } from './voice-detectors';

const memoryOf = (timeline: readonly Sample[], usedBytes: number | null): Report['memory'] => {
  if (usedBytes === null) return null;
  const points = timeline
    .slice(-120)
    .flatMap((sample) =>
      sample.usedBytes === null ? [] : [{ at: sample.at, value: sample.usedBytes }],
    );
  const slope = theilSen(points);
  return { usedBytes, trendBytesPerMin: slope === null ? null : Math.round(slope * 60_000) || 0 };
};

/** The report of a tab as it is known at `now` (Unix ms); the contract's names and units. */
export const buildReport = (
  world: World,
  tab: TabState,
  about: Pick<Report, 'extension' | 'browser'>,
  now: number,
  observation: Observation = 'observed',
): Report => {
  const top = tab.loads.find((load) => !load.gone && load.frameId === 0);
  const openTabs = sameOriginTabs(world, tab).length;
  const workers = workersOf(world, tab);
  return {
    schemaVersion: SCHEMA_VERSION,
    generatedAt: now,
    ...about,
    tab: {
      tabId: tab.tabId,
      url: tab.url,
      origin: tab.origin,
      title: tab.title,
      observedSince: tab.observedSince,
    },
    findings: sortFindings(tab.findings),
    resources: resourcesOf(tab),
    creationSites: creationSitesOf(tab),
    voiceDetectors: voiceDetectorsOf(tab),
    endpoints: endpointsOf(tab, now),
    audioQueue: audioQueueOf(tab, now),
    turns: turnsOf(tab),
    ...turnsSummaryOf(tab),
    mainThread: mainThreadOf(tab),
    memory: memoryOf(tab.timeline, top?.usedBytes ?? null),
    serviceWorkers: workers.map((worker) => ({ ...worker, openTabs })),
    ...symptomOf(tab),
    timeline: tab.timeline,
    truncated: truncatedOf(tab),
    limits: limitsOf(tab, world.engine, observation, workers.length),
  };
};

/** The tab as the list of all tabs shows it. */
export const summarize = (tab: TabState): TabSummary => ({
  tabId: tab.tabId,
  url: tab.url,
  origin: tab.origin,
  title: tab.title,
  open: tab.open,
  findings: sortFindings(tab.findings)
    .filter((f) => f.until === null)
    .map((f) => f.id),
  live: {
    webSocket: resourceOf(tab, 'webSocket').live,
    audioContext: resourceOf(tab, 'audioContext').live,
    vad: resourceOf(tab, 'vad').live,
    microphoneTrack: resourceOf(tab, 'microphoneTrack').live,
  },
});
