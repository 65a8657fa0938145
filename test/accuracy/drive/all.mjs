import { launchWithExtension } from '../../../src/cli/launch.mjs';
import { speechWav } from '../../lab/speech.mjs';
import { afterAgain, isDisturbed } from '../results.mjs';
import { visit } from './visit.mjs';

/**
 * Cases that cannot disturb each other run at a time: each has a server, and so an origin, and windows of
 * its own.
 */
const TOGETHER = 6;

/** The suite's own server of HTTP/2 has signed its certificate itself. */
const ARGS = { chrome: ['--ignore-certificate-errors'], firefox: [] };
/** What makes a browser wait for a gesture, where the launcher has told it not to. */
const ASKS = {
  args: { chrome: ['--autoplay-policy=document-user-activation-required'], firefox: [] },
  prefs: { 'media.autoplay.default': 1, 'media.autoplay.blocking_policy': 0 },
};

/**
 * @typedef {import('./visit.mjs').Outcome} Outcome
 * @typedef {import('../case.mjs').Case} Case
 * @typedef {import('../case.mjs').BrowserKind} BrowserKind
 */

/**
 * @param {BrowserKind} kind
 * @param {readonly Case[]} cases
 * @param {import('../../lab/server.mjs').Guest['request']} request
 * @param {(outcome: Outcome) => void} onOutcome
 * @returns {Promise<{ outcomes: Outcome[], version: string }>}
 */
export async function runAll(kind, cases, request, onOutcome) {
  const mine = cases.filter(({ browsers }) => !browsers || browsers.includes(kind));
  /** @type {Map<Case, Outcome>} */
  const outcomes = new Map();
  let version = '';
  for (const asks of [false, true]) {
    const group = mine.filter((one) => (one.asks ?? false) === asks);
    if (!group.length) continue;
    const session = await launchWithExtension({
      browser: kind,
      fakeAudioWav: await speechWav(),
      handleSignals: false,
      args: [...ARGS[kind], ...(asks ? ASKS.args[kind] : [])],
      ...(asks ? { prefs: ASKS.prefs } : {}),
    });
    version = session.version;
    /** @type {Outcome[]} */
    const disturbed = [];
    /** @param {Outcome} outcome */
    const keep = (outcome) => {
      outcomes.set(outcome.one, outcome);
      onOutcome(outcome);
    };
    /** @param {Case} one */
    const run = async (one) => {
      const outcome = await visit(session, one, request);
      // A machine that is too busy holds up healthy pages: what is found of it there is true.
      if (isDisturbed(outcome)) disturbed.push(outcome);
      else keep(outcome);
    };
    try {
      // The longest first: the others run beside it.
      const queue = group.filter(({ alone }) => !alone).sort((a, b) => b.seconds - a.seconds);
      const work = async () => {
        for (let one = queue.shift(); one; one = queue.shift()) await run(one);
      };
      await Promise.all(Array.from({ length: TOGETHER }, work));
      for (const one of group.filter(({ alone }) => alone)) await run(one);
      for (const first of disturbed)
        keep(afterAgain(first, await visit(session, first.one, request)));
    } finally {
      await session.close();
    }
  }
  return { outcomes: mine.flatMap((one) => outcomes.get(one) ?? []), version };
}
