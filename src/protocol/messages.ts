import type { Finding, FindingId, Report, Sample, TabSummary, Turn } from '../core/report';

/**
 * Whether a tab can be seen at all:
 * - `observed`: hooks are in and facts have come;
 * - `quiet`: hooks are in and the page has used nothing that is watched;
 * - `reload`: the tab was open before the extension was installed or updated, or while it was paused, so not
 *   all of its page was seen;
 * - `forbidden`: a page no extension may observe (browser pages, the stores);
 * - `paused`: the person has paused Whylag on this site;
 * - `unchosen`: only sites that the person has chosen are observed, and this is none;
 * - `no-permission`: the person has not allowed the extension on this site (Firefox, or "on click" in Chrome);
 * - `discarded`: the browser has unloaded the page to save memory; nothing in it lives until it is shown;
 * - `crashed`: the page's process has ended by itself;
 * - `closed`: the tab is closed, its history is kept.
 */
export type Observation =
  | 'observed'
  | 'quiet'
  | 'reload'
  | 'forbidden'
  | 'paused'
  | 'unchosen'
  | 'no-permission'
  | 'discarded'
  | 'crashed'
  | 'closed';

/** The one sentence the popup opens with. */
export interface Verdict {
  tone: 'ok' | 'info' | 'warning' | 'critical' | 'unknown';
  text: string;
}

/** Another tab of the same origin, with what it holds. */
export interface SiblingTab extends TabSummary {
  active: Finding[];
  pinned: boolean;
  audible: boolean;
  /** It is heard while it holds a microphone or a peer connection: closing it would cut somebody off. */
  inCall: boolean;
}

/** A site whose service worker goes on though none of its tabs is open, and a closed tab of it that has the report. */
export interface LeftBehind {
  tabId: number;
  origin: string;
}

/** Which sites are observed, as a person has decided. */
export interface SiteChoice {
  /** The chosen ones alone; else all but the paused ones. */
  only: boolean;
  chosen: string[];
  paused: string[];
}

/** All the popup draws: it computes nothing of its own. */
export interface PopupSnapshot {
  observation: Observation;
  verdict: Verdict;
  report: Report;
  siblings: SiblingTab[];
  /** Of other sites than the tab's: no open tab's popup would tell of them. */
  leftBehind: LeftBehind[];
  /** True for a few seconds after the background was started anew and waits for the pages to report. */
  catchingUp: boolean;
  /** The page has answered this very question, or there is none that could. */
  answered: boolean;
  /** For how long the page has not answered: it is blocked, and the rest is what was known before. `null` else. */
  silentForMs: number | null;
  sites: SiteChoice;
  /** What is kept on disk, of all tabs. */
  history: HistoryState;
}

export interface HistoryState {
  records: number;
  bytes: number;
  /**
   * Why nothing is being stored: a newer Whylag has written it, a page of an older one holds it, the browser
   * cannot open or read it, or has no room for even the newest. `null` where all is well.
   */
  trouble: 'newer' | 'blocked' | 'unreadable' | 'full' | null;
  /** The oldest had to be deleted for want of room, and the person has not been told yet. */
  trimmed: boolean;
}

/** One tab in one run of the browser, as the list of the history shows it. */
export interface HistoryRecord {
  /** What `report` and `span` answer to; negative for a tab of an earlier run. */
  tabId: number;
  url: string;
  origin: string;
  title: string;
  /** All that it showed. */
  origins: string[];
  firstAt: number;
  lastAt: number;
  open: boolean;
  /** What was ever found in it. */
  findings: FindingId[];
  bytes: number;
}
export interface HistoryList {
  /** Newest first. */
  records: HistoryRecord[];
  /** There are older ones: ask with `before`. */
  more: boolean;
}

/** What a record holds of a span of time. */
export interface HistorySpan {
  samples: Sample[];
  /** Milliseconds between the samples where there were too many for one answer; `null` where none was left out. */
  thinnedTo: number | null;
  findings: Omit<Finding, 'because'>[];
  turns: Turn[];
}

/** What came of deleting everything: how many tabs' records were on disk. */
export interface EraseReply {
  records: number;
}

/** What came of looking for source positions. */
export interface SourcesReply {
  /** So many of the report's stacks could be resolved, at least in part. */
  resolved: number;
  stacks: number;
  /** Scripts without a map that can be read; the reason follows the script's address in a sentence. */
  problems: { script: string; reason: string }[];
}

/** What came of unregistering the service workers of a tab's origin. */
export interface WorkersReply {
  unregistered: number;
  failed: number;
}

/** What came of closing tabs. */
export interface CloseReply {
  closed: number;
  /** Pinned, in a call, or no longer on that site: left alone. */
  spared: number;
  /** Still open: their pages ask first. */
  asking: number;
}

/**
 * Every message an extension page may send to the background, with what comes back.
 * `tabs` and `report` are the public contract; the others serve the views.
 */
export interface Requests {
  tabs: { send: { type: 'tabs' }; reply: TabSummary[] };
  report: { send: { type: 'report'; tabId: number }; reply: Report };
  markdown: { send: { type: 'markdown'; tabId: number }; reply: string };
  popup: { send: { type: 'popup'; tabId: number }; reply: PopupSnapshot };
  /** Fetches the page's scripts and their source maps. Only ever sent by a person's click. */
  sources: { send: { type: 'sources'; tabId: number }; reply: SourcesReply };
  /**
   * Stops observing the site that a tab shows, and forgets what is known of it, or begins again; gives its
   * origin. Where only chosen sites are observed it is chosen or not.
   */
  pause: { send: { type: 'pause'; tabId: number; paused: boolean }; reply: string };
  /** The same for a site of the lists in `SiteChoice`; `tabId` is the tab that the popup is about. */
  'pause-listed': {
    send: { type: 'pause-listed'; tabId: number; origin: string; paused: boolean };
    reply: string;
  };
  /** Observes the site that a tab shows alone, and forgets all others; or observes all sites again. */
  'observe-only': { send: { type: 'observe-only'; tabId: number; only: boolean }; reply: string };
  'unregister-workers': {
    send: { type: 'unregister-workers'; tabId: number };
    reply: WorkersReply;
  };
  /** Closes those of `tabIds` that show the site of `tabId`, and are neither it, nor pinned, nor in a call. */
  'close-others': {
    send: { type: 'close-others'; tabId: number; tabIds: number[] };
    reply: CloseReply;
  };
  /** What is kept on disk, by the time of the last word, of one site or of all. */
  history: {
    send: {
      type: 'history';
      origin?: string | undefined;
      before?: number | undefined;
      most?: number | undefined;
    };
    reply: HistoryList;
  };
  span: {
    send: { type: 'span'; tabId: number; from: number; to: number; most?: number | undefined };
    reply: HistorySpan;
  };
  /** Deletes all that is known of any tab, and nothing that the person has set. */
  'delete-everything': { send: { type: 'delete-everything' }; reply: EraseReply };
  /** The person has read that the oldest was deleted. */
  'history-told': { send: { type: 'history-told' }; reply: null };
}
export type RequestType = keyof Requests;
export type Request = Requests[RequestType]['send'];
/** Those that change something beside what Whylag itself shows. */
export type CommandType =
  | 'pause'
  | 'pause-listed'
  | 'observe-only'
  | 'unregister-workers'
  | 'close-others'
  | 'delete-everything'
  | 'history-told';
export type Command = Requests[CommandType]['send'];
export type Question = Requests[Exclude<RequestType, CommandType>]['send'];
