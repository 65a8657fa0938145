import { shortUrl } from '../address';
import { plural } from '../format';
import { allHoldings, type Holdings, holdingsOf } from '../live';
import type { Detector } from './detector';

/** "Several / many tabs: two or more with live voice resources / more than three with sockets" (contract). */
const VOICE_TABS = 2;
const SOCKET_TABS = 4;
/** Voice pages of the kind the guide is about take 100 MB and a tenth of a core each: five are felt anywhere. */
const CRITICAL_VOICE_TABS = 5;

const sum = (
  all: readonly Holdings[],
  key: 'sockets' | 'vads' | 'microphones' | 'runningContexts',
) => all.reduce((total, one) => total + one[key], 0);

/** Several tabs of one origin each hold live voice resources, or many of them hold sockets. */
export const tabAccumulation: Detector = {
  id: 'tab-accumulation',
  detect({ tab, sameOrigin, now }) {
    if (!tab.open || tab.origin === '') return null;
    const own = holdingsOf(tab);
    const all = allHoldings(sameOrigin, now);
    const voice = all.filter((one) => one.voice);
    const sockets = all.filter((one) => one.sockets > 0);
    // It stands in the report of every tab concerned, and in no other.
    const byVoice = voice.length >= VOICE_TABS && own.voice;
    const bySockets = sockets.length >= SOCKET_TABS && own.sockets > 0;
    if (!byVoice && !bySockets) return null;
    const held = byVoice ? voice : sockets;
    const parts = [
      [sum(held, 'sockets'), 'connection'],
      [sum(held, 'vads'), 'voice detector'],
      [sum(held, 'microphones'), 'microphone track'],
      [sum(held, 'runningContexts'), 'running audio context'],
    ] as const;
    const what = parts.filter(([count]) => count > 0).map(([count, name]) => plural(count, name));
    return {
      severity: byVoice && voice.length >= CRITICAL_VOICE_TABS ? 'critical' : 'warning',
      title: 'Tabs of this site pile up',
      summary: `${plural(held.length, 'open tab')} of ${shortUrl(tab.origin)} work at the same time and hold ${what.join(', ')} together.`,
      evidence: {
        origin: tab.origin,
        tabsWithVoice: voice.length,
        tabsWithSockets: sockets.length,
        sockets: sum(all, 'sockets'),
        voiceDetectors: sum(all, 'vads'),
        microphoneTracks: sum(all, 'microphones'),
        runningAudioContexts: sum(all, 'runningContexts'),
      },
      sites: [],
      advice: [
        'Close the tabs of this site that you do not use: they are listed below, each with what it holds.',
        'For the developer: release microphone, voice detector and audio context on `pagehide` and when the tab is hidden.',
        'For the developer: let one tab work for all of them, with a SharedWorker or a BroadcastChannel and a Web Lock, in place of a connection in each.',
      ],
    };
  },
};
