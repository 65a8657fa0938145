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

/**
 * @param {import('node:net').Server} server
 * @param {number} port
 * @returns {Promise<void>}
 */
export function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * @param {import('node:net').Server} server
 * @param {number} port 0: any free one
 * @returns {Promise<number>}
 */
export async function listenSomewhere(server, port) {
  for (let tries = 1; ; tries++) {
    const candidate = port || pick(LISTENING);
    try {
      await listen(server, candidate);
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
