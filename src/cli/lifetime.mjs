import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** @type {ReadonlyArray<[NodeJS.Signals, number]>} */
const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
];

/**
 * Calls back with the exit code that belongs to the signal. Returns what stops it.
 * @param {(exitCode: number) => void} handler
 * @returns {() => void}
 */
export function onSignals(handler) {
  const listeners = SIGNALS.map(([name, code]) => {
    const listener = () => handler(code);
    process.on(name, listener);
    return () => process.off(name, listener);
  });
  return () => {
    for (const stop of listeners) stop();
  };
}

/** @type {Set<() => Promise<void>>} */
const open = new Set();
/** @type {(() => void) | undefined} */
let stopListening;

/** @param {number} exitCode */
async function closeAllAndExit(exitCode) {
  await Promise.allSettled([...open].map((close) => close()));
  process.exit(exitCode);
}

/**
 * Closes on a signal and ends this process when all that is open has been closed.
 * @param {() => Promise<void>} close
 * @returns {() => void}
 */
export function watchSignals(close) {
  open.add(close);
  stopListening ??= onSignals(closeAllAndExit);
  return () => {
    open.delete(close);
    if (open.size > 0) return;
    stopListening?.();
    stopListening = undefined;
  };
}

/**
 * Ends a browser: kindly first, then its whole process group, which has its helpers too.
 * @param {import('node:child_process').ChildProcess | null} program
 * @param {() => Promise<void>} closeKindly
 */
export async function endProcess(program, closeKindly) {
  await Promise.race([closeKindly().catch(() => {}), sleep(10_000)]);
  if (!program?.pid) return;
  const isOver = () => program.exitCode !== null || program.signalCode !== null;
  const ended = isOver() ? Promise.resolve() : once(program, 'exit');
  try {
    if (process.platform === 'win32') program.kill('SIGKILL');
    else process.kill(-program.pid, 'SIGKILL');
  } catch {
    // Nobody is left in the group.
  }
  await Promise.race([ended, sleep(3000)]);
}
