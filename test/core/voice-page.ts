import { detect } from '../../src/core/detect';
import { foldBatch, foldGone } from '../../src/core/fold';
import { foldMain } from '../../src/core/fold-main';
import type { FindingId, ResourceKind } from '../../src/core/report';
import { takeSample } from '../../src/core/sample';
import type { KeptFinding, TabState, World } from '../../src/core/state';
import type { AudioFact, NodeFact, SiteFact } from '../../src/protocol/facts';
import { aBatch, aSite, aTab, aWorld, someAudio, T0 } from './facts';

/*
 * A page of sound and microphones: a script makes and moves its things, `watchVoice` tells them in batches
 * of a quarter of a second as the page script would, and looks at them once a second as the background does.
 */

export interface Thing {
  kind: ResourceKind;
  state: string;
}

export interface VoicePage {
  /** Makes one; `place` is the function of the page that does, or a whole stack. Without one the page does not tell. */
  make(kind: ResourceKind, state: string, place?: string | null): Thing;
  /** Moves it to another state; `''`: collected. */
  move(thing: Thing, state: string): void;
  /** Makes an audio node of a voice detector's shape; gives back what destroys it. */
  detector(shape?: string, place?: string): () => void;
  /** What is scheduled, waiting and playing; change it as you like. */
  audio: AudioFact;
  /** The page is loaded anew: nothing of before lives. */
  reload(): void;
  /** Into the back/forward cache, and out of it. */
  leave(): void;
  comeBack(): void;
  /** In front or not; a page that has never said is not judged by it. */
  hidden(is: boolean): void;
  /** Says nothing for this long: blocked or frozen. */
  mute(ms: number): void;
}

/** What happens, and when (ms since the page began). */
export type Script = [at: number, run: (page: VoicePage) => void][];

/** The same every so often. */
export const every = (
  ms: number,
  times: number,
  run: (page: VoicePage, n: number) => void,
  from = 0,
): Script => Array.from({ length: times }, (_, n) => [from + n * ms, (page) => run(page, n)]);

/** As it is from when it listens to the microphone. */
export const VAD = 'tapped vad-helper-worklet';

interface Told {
  tab: TabState;
  frameId: number;
}

const createPage = ({ tab, frameId }: Told) => {
  let load = 0;
  let seq = 0;
  let muteUntil = 0;
  let away = false;
  let things: Thing[] = [];
  let created: Partial<Record<ResourceKind, number>> = {};
  let sites: SiteFact[] = [];
  let nodes: NodeFact[] = [];
  let clock = 0;
  let full = false;
  let mainHidden: boolean | null = null;
  let last = '';
  let toldAt = 0;
  const id = () => `frame-${frameId}-load-${load}`;

  const page: VoicePage = {
    audio: someAudio(),
    make(kind, state, place = 'make') {
      const thing = { kind, state };
      things.push(thing);
      created[kind] = (created[kind] ?? 0) + 1;
      if (place !== null) {
        const stack = place.includes('(') ? place : `${place} (https://voice.example/app.js:1:1)`;
        const known = sites.find((site) => site.kind === kind && site.stack === stack);
        if (known) known.count++;
        else sites.push(aSite({ kind, endpoint: null, stack }));
      }
      return thing;
    },
    move(thing, state) {
      thing.state = state;
    },
    detector(shape = VAD, place = 'listen') {
      let fact = nodes.find((node) => node.shape === shape);
      if (!fact) {
        fact = { shape, created: 0, live: 0 };
        nodes.push(fact);
      }
      const { node } = { node: fact };
      node.created++;
      node.live++;
      const worklet = page.make('audioWorkletNode', 'live', place);
      return () => {
        node.live--;
        page.move(worklet, 'closed');
      };
    },
    reload() {
      foldGone(tab, id());
      load++;
      seq = 0;
      [things, created, sites, nodes] = [[], {}, [], []];
      page.audio = someAudio();
    },
    leave() {
      foldGone(tab, id());
      away = true;
    },
    comeBack() {
      away = false;
      full = true;
    },
    hidden(is) {
      mainHidden = is;
    },
    mute(ms) {
      muteUntil = clock + ms;
    },
  };

  const tell = (now: number): void => {
    clock = now;
    if (now < muteUntil || away) return;
    const kinds = Object.entries(created).map(([kind, count]) => {
      const byState: Record<string, number> = {};
      for (const thing of things)
        if (thing.kind === kind && thing.state)
          byState[thing.state] = (byState[thing.state] ?? 0) + 1;
      return { kind: kind as ResourceKind, created: count ?? 0, byState };
    });
    const { pending, playing } = page.audio.scheduled;
    const said = JSON.stringify([kinds, sites, nodes, page.audio]);
    // While sound is scheduled time alone has something to tell, once a second.
    const isQuiet = said === last && !(pending + playing > 0 && now - toldAt >= 1000);
    if (isQuiet && !full && seq > 0) return;
    last = said;
    toldAt = now;
    const batch = aBatch({
      seq: ++seq,
      at: T0 + now,
      full,
      kinds,
      sites,
      nodes,
      audio: page.audio,
    });
    full = false;
    foldBatch(tab, frameId, id(), 'https://voice.example/', structuredClone(batch), T0 + now);
  };
  const tellMain = (now: number): void => {
    if (mainHidden === null) return;
    const main = { byFrames: true, loadedAt: null, blockedMs: 0, longestMs: 0, blocks: [] };
    foldMain(tab, id(), { ...main, hidden: mainHidden }, null, T0 + now);
  };
  return { page, tell, tellMain };
};

export interface Heard {
  /** Seconds at whose end the finding was active. */
  active: number[];
  /** All findings that were there at some time. */
  ids: FindingId[];
  finding: KeptFinding | undefined;
  tab: TabState;
}

export interface Listening {
  seconds: number;
  engine?: World['engine'];
  /** Scripts of other frames of the same tab. */
  frames?: Script[];
  /** The page's batches are this many ms off the background's seconds. */
  phase?: number;
}

export const watchVoice = (
  id: FindingId,
  script: Script,
  { seconds, engine = 'chromium', frames = [], phase = 0 }: Listening,
): Heard => {
  const tab = aTab();
  const world = aWorld([tab], engine);
  const pages = [script, ...frames].map((lines, frameId) => ({
    ...createPage({ tab, frameId }),
    lines: [...lines].sort((a, b) => a[0] - b[0]),
    next: 0,
  }));
  const active: number[] = [];
  for (let at = 0; at <= seconds * 1000; at += 250) {
    for (const one of pages) {
      const due = at + phase;
      for (let line = one.lines[one.next]; line && line[0] <= due; line = one.lines[one.next]) {
        one.next++;
        line[1](one.page);
      }
      one.tell(due);
      one.tellMain(due);
    }
    if (at % 1000) continue;
    takeSample(tab, T0 + at + phase);
    detect(world, tab, T0 + at + phase);
    if (tab.findings.some((f) => f.id === id && f.until === null)) active.push(at / 1000);
  }
  const finding = tab.findings.find((f) => f.id === id);
  return { active, ids: [...new Set(tab.findings.map((f) => f.id))], finding, tab };
};

/** Every second from the first to the last one. */
export const seconds = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i);
