import { createSecureServer } from 'node:http2';
import { HOME, listenSomewhere } from '../../lab/ports.mjs';
import { selfSigned } from './certificate.mjs';

const EVERY_MS = 1000;

/**
 * Event streams over HTTP/2, where all of them share one connection.
 *
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>}
 */
export async function startHttp2() {
  const server = createSecureServer(selfSigned());
  /** @type {Set<import('node:http2').ServerHttp2Session>} */
  const sessions = new Set();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.on('stream', (stream) => {
    stream.on('error', () => stream.close());
    stream.respond({
      ':status': 200,
      'content-type': 'text/event-stream',
      'access-control-allow-origin': '*',
    });
    stream.write('data: 0\n\n');
    const ticking = setInterval(() => stream.write('data: 1\n\n'), EVERY_MS);
    stream.on('close', () => clearInterval(ticking));
  });
  // A browser that is told to take any certificate may still say so first.
  server.on('sessionError', () => {});
  const port = await listenSomewhere(server, 0);
  return {
    origin: `https://${HOME}:${port}`,
    close: () =>
      new Promise((resolve) => {
        for (const session of sessions) session.destroy();
        server.close(() => resolve());
      }),
  };
}
