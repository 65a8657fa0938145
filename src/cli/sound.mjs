import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findOnPath } from './find-browser.mjs';

/**
 * @typedef {object} Sound
 * @property {Record<string, string>} env What a browser needs in its environment to use it.
 * @property {boolean} microphone Whether its microphone speaks.
 * @property {() => Promise<void>} stop
 */

/** @param {string} dir @param {string} socket */
function serverArguments(dir, socket) {
  return [
    '-n',
    '--daemonize=no',
    '--use-pid-file=no',
    '--exit-idle-time=-1',
    '--disable-shm=yes',
    '--load=module-null-sink sink_name=ears',
    // The microphone hears what is played to `mouth`; the remapping makes it a source of its own,
    // where a sink's bare monitor would not be offered as a microphone.
    '--load=module-null-sink sink_name=mouth rate=48000 channels=1',
    '--load=module-remap-source master=mouth.monitor source_name=microphone',
    `--load=module-native-protocol-unix socket=${socket} auth-cookie=${join(dir, 'cookie')} auth-anonymous=1`,
  ];
}

/**
 * Says a WAV into the microphone, again and again.
 * @param {string} wav
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ stop: () => void } | undefined}
 */
function speak(wav, env) {
  const player = findOnPath(['paplay']);
  if (!player) return undefined;
  let over = false;
  /** @type {import('node:child_process').ChildProcess} */
  let playing;
  const say = () => {
    playing = spawn(player, ['--device=mouth', wav], { env, stdio: 'ignore', detached: true });
    playing.once('error', () => {});
    // The pause keeps a player that fails at once from being started without end.
    playing.once('exit', () => setTimeout(() => over || say(), 500));
  };
  say();
  return {
    stop() {
      over = true;
      playing.kill('SIGKILL');
    },
  };
}

/** Whether this person has a sound server that a window's sound can go to. */
export function hasSoundServer() {
  const { PULSE_SERVER, XDG_RUNTIME_DIR } = process.env;
  if (process.platform !== 'linux' || PULSE_SERVER) return true;
  return XDG_RUNTIME_DIR !== undefined && existsSync(join(XDG_RUNTIME_DIR, 'pulse', 'native'));
}

/**
 * A sound server of our own that plays into nothing: Firefox on Linux keeps every AudioContext
 * suspended without one. It has its own socket and folder, so a person's own server is never
 * touched, nor is anything heard. `undefined` where it is not needed or not installed.
 * @param {string} [microphoneWav]
 * @returns {Promise<Sound | undefined>}
 */
export async function startSilentSound(microphoneWav) {
  const program = process.platform === 'linux' ? findOnPath(['pulseaudio']) : undefined;
  if (!program) return undefined;
  const dir = mkdtempSync(join(tmpdir(), 'whylag-sound-'));
  const socket = join(dir, 'native');
  // Its state and cookie would else go to the person's own folders.
  const folders = { HOME: dir, XDG_RUNTIME_DIR: dir, XDG_CONFIG_HOME: dir, PULSE_STATE_PATH: dir };
  // Clients, too, make folders of their own where these two are not set.
  const env = {
    PULSE_SERVER: `unix:${socket}`,
    PULSE_RUNTIME_PATH: dir,
    PULSE_COOKIE: join(dir, 'cookie'),
  };
  const server = spawn(program, serverArguments(dir, socket), {
    env: { ...process.env, ...folders, PULSE_RUNTIME_PATH: dir },
    stdio: 'ignore',
    // A Ctrl-C in the terminal is for us: we end it after the browser.
    detached: true,
  });
  let over = false;
  const ended = Promise.race([once(server, 'exit'), once(server, 'error')])
    .catch(() => {})
    .then(() => {
      over = true;
    });

  /** @type {{ stop: () => void } | undefined} */
  let voice;
  const end = () => {
    voice?.stop();
    if (!over) server.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', end);
  const stop = async () => {
    end();
    await ended;
    process.off('exit', end);
    rmSync(dir, { recursive: true, force: true });
  };

  const deadline = Date.now() + 5000;
  while (!existsSync(socket) && !over && Date.now() < deadline) await sleep(50);
  if (over || !existsSync(socket)) {
    await stop();
    return undefined;
  }
  if (microphoneWav) voice = speak(microphoneWav, { ...process.env, ...env });
  return { env, microphone: voice !== undefined, stop };
}
