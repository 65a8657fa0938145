import { ownHome } from '../../lab/ports.mjs';
import { startLab } from '../../lab/server.mjs';

/**
 * A storm in three tabs, each on a server of its own, that can be compared with what the servers counted: what is
 * sent is sent so early, and closed so late, that nothing is on its way at the end.
 *
 * @typedef {import('../../../src/cli/launch.mjs').Session} Session
 * @typedef {import('../../../src/core/report').Report} Report
 *
 * @typedef {object} Storm
 * @property {string} name
 * @property {import('puppeteer-core').Page} page
 * @property {string} path
 * @property {import('../../lab/server.mjs').Lab} lab
 * @property {number} tabId
 */

/** Runs in the page. @param {string} path @param {string} kind */
function rage(path, kind) {
  const scope = /** @type {any} */ (globalThis);
  const say = ['{"type":"text-input","text":"Grüße"}', '{"type":"heartbeat"}', 'x'.repeat(1500)];
  const connect = () => {
    if (scope.over) return;
    const socket = new WebSocket(`ws://${location.host}${path}`);
    let heard = 0;
    socket.onopen = () => {
      for (const text of say) socket.send(text);
    };
    socket.onmessage = () => {
      heard++;
      if (kind === 'asks' && heard === say.length) socket.close(1000);
    };
    socket.onclose = () => (kind === 'refused' ? setTimeout(connect, 60) : connect());
  };
  connect();
}

/** @type {[name: string, query: string][]} */
const KINDS = [
  ['thrown out', '?mode=flap&afterMs=250&code=1011'],
  ['refused', '?mode=refuse'],
  ['asks', ''],
];

/**
 * @param {Session} session
 * @returns {Promise<{ storms: Storm[], close: () => Promise<void> }>}
 */
export async function startStorms(session) {
  /** @type {Storm[]} */
  const storms = [];
  const close = async () => {
    for (const { page, lab } of storms) {
      await page.close();
      await lab.close();
    }
  };
  try {
    for (const [name, query] of KINDS) {
      const lab = await startLab({ host: await ownHome() });
      const page = await session.browser.newPage();
      const path = `/storm-${name.split(' ')[0]}`;
      const storm = { name, page, path, lab, tabId: -1 };
      storms.push(storm);
      await page.goto(`${lab.origin}/pages/plain.html`);
      storm.tabId = await session.tabIdOf(page);
      await page.evaluate(rage, path + query, name);
    }
    return { storms, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Ends it: those that go on come to their end. @param {Storm[]} storms */
export async function calm(storms) {
  for (const { page } of storms) await page.evaluate('globalThis.over = true');
}

/**
 * What server and report say of a storm, in the same words: the server's own account comes first.
 *
 * @param {Storm} storm
 * @param {Report} report
 */
export function accountsOf({ lab, path }, report) {
  const truth = lab.counts(path);
  const url = `${lab.wsOrigin}${path}`;
  const rows = report.endpoints.filter((row) => row.url === url);
  const [row] = rows;
  const { webSocket } = report.resources;
  return {
    server: {
      rows: 1,
      attempts: truth.handshakes,
      opened: truth.opened,
      live: truth.open,
      failed: truth.handshakes - truth.opened,
      closed: truth.handshakes - truth.open,
      messagesIn: truth.messagesOut,
      messagesOut: truth.messagesIn,
      bytesIn: truth.bytesOut,
      bytesOut: truth.bytesIn,
      created: truth.handshakes,
      unattributed: 0,
    },
    report: {
      rows: rows.length,
      attempts: row?.attempts,
      opened: row?.opened,
      live: row?.live,
      failed: row?.failed,
      closed: Object.values(row?.closeCodes ?? {}).reduce((sum, count) => sum + count, 0),
      messagesIn: row?.messagesIn,
      messagesOut: row?.messagesOut,
      bytesIn: row?.bytesIn,
      bytesOut: row?.bytesOut,
      created: webSocket.created,
      unattributed: row?.unattributed,
    },
  };
}
