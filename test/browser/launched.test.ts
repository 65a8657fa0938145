import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchWithExtension } from '../../src/cli/launch.mjs';
import { type Lab, startLab } from '../lab/server.mjs';
import { BROWSERS, until } from './support';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab?.close());

/** Only the network tells of a worker's sockets: what was not watched then is never made good. */
test.each(BROWSERS)('the first thing that %s does is seen, and so is who it is', async (kind) => {
  lab.reset();
  const session = await launchWithExtension({ browser: kind, handleSignals: false });
  try {
    const page = session.firstPage ?? (await session.browser.newPage());
    await page.goto(`${lab.origin}/pages/worker-socket.html`);
    await until('the server has them all', async () => lab.counts().opened === 4);
    const report = await until('all four are in the report', async () => {
      const { endpoints, resources, ...rest } = await session.reportFor(page);
      const unseen = endpoints.reduce((sum, one) => sum + (one.unattributed ?? 0), 0);
      return resources.webSocket.live === 1 && unseen === 3 && rest;
    });
    expect(report.browser.version).toBe(session.version.split('/')[1]);
  } finally {
    await session.close();
  }
});
