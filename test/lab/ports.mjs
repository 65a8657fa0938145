import { createServer } from 'node:net';

/**
 * The lab's ports lie below the kernel's ephemeral range (from 32768 on Linux, from 49152 elsewhere):
 * inside it a client that knocks at a closed port of its own machine can be given that very port as its
 * own and then connects to itself, and a restart can find its port taken by an outgoing connection.
 * Lab servers and ports that must stay closed come from two ranges, so that two labs never collide.
 */
const LISTENING = /** @type {const} */ ([20_000, 29_999]);
const CLOSED = /** @type {const} */ ([30_000, 31_999]);
const TRIES = 50;

/** @param {readonly [number, number]} range */
const pick = ([first, last]) => first + Math.floor(Math.random() * (last - first + 1));

/** Where the lab is, unless it is told another address of this machine. */
export const HOME = '127.0.0.1';

/**
 * @param {import('node:net').Server} server
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<void>}
 */
export function listen(server, port, host = HOME) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * @param {import('node:net').Server} server
 * @param {number} port 0: any free one
 * @param {string} [host]
 * @returns {Promise<number>}
 */
export async function listenSomewhere(server, port, host = HOME) {
  for (let tries = 1; ; tries++) {
    const candidate = port || pick(LISTENING);
    try {
      await listen(server, candidate, host);
      return candidate;
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (port || !taken || tries >= TRIES) throw error;
    }
  }
}

/** A port that nobody listens on: connections to it are refused by the kernel. */
export async function closedPort() {
  for (let tries = 1; ; tries++) {
    const candidate = pick(CLOSED);
    const probe = createServer();
    try {
      await listen(probe, candidate);
      await new Promise((resolve) => probe.close(resolve));
      return candidate;
    } catch (error) {
      if (tries >= TRIES) throw error;
    }
  }
}

/** Linux answers on all of 127.0.0.0/8, other systems on the first address alone. */
const OTHER_HOMES = 200;
let homes = 0;

/**
 * An address of this machine that is likely nobody else's: Firefox opens one WebSocket at a time to an
 * address, whatever the port, so that what reconnects there holds up all others.
 */
export async function ownHome() {
  const candidate = `127.0.0.${2 + (homes++ % OTHER_HOMES)}`;
  const probe = createServer();
  try {
    await listenSomewhere(probe, 0, candidate);
    await new Promise((resolve) => probe.close(resolve));
    return candidate;
  } catch {
    return HOME;
  }
}
