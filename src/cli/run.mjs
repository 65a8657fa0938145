import { spawn } from 'node:child_process';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Each child leads a process group of its own, so that what it started itself (npm → sh → vite) is
 * reached as well.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} name
 */
function signalGroup(child, name) {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill(name);
    else process.kill(-child.pid, name);
  } catch {
    // It has ended already.
  }
}

process.on('exit', () => {
  for (const child of running) signalGroup(child, 'SIGTERM');
});

/**
 * Asks what still runs to end, and waits: a browser test needs the time to close its browser.
 * @param {number} [patienceMs]
 */
export async function stopChildren(patienceMs = 10_000) {
  await Promise.all(
    [...running].map(async (child) => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      signalGroup(child, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), patienceMs);
      await ended;
      clearTimeout(timer);
    }),
  );
}

/**
 * Runs a program to its end. With `show` it writes to our terminal, else its output is returned.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { cwd, env = process.env, show = false } = {}) {
  const child = spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env,
    stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    // npm is a .cmd file on Windows, which only a shell can start.
    shell: process.platform === 'win32' && !/\.exe$/i.test(command),
    windowsHide: true,
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output = (output + text).slice(-200_000);
    });
  }
  return new Promise((resolve) => {
    child.once('error', (error) => {
      running.delete(child);
      resolve({ code: 127, output: error.message });
    });
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * npm by the very copy that runs us where there is one: on a machine with several, PATH may name another.
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options]
 */
export function runNpm(args, options) {
  const own = process.env.npm_execpath;
  return own && /npm-cli\.[cm]?js$/.test(own)
    ? run(process.execPath, [own, ...args], options)
    : run('npm', args, options);
}
