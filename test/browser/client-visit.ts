import type { Browser, Page } from 'puppeteer-core';
import type { Report } from '../../src/core/report';
import type { Client } from '../lab/clients/clients.mjs';
import type { Held } from '../lab/clients/pages/held';
import type { Transcript } from '../lab/clients/pages/scenario';
import { addRow, type Rows, rowOf, rowOfEndpoint, unanswered } from '../lab/endpoint-rows.mjs';
import { type Lab, startLab } from '../lab/server.mjs';

/** A page of a client library in a window and with a server of its own: several of one origin are a finding. */
export interface Visit {
  lab: Lab;
  page: Page;
  transcript: Transcript;
  /** What the browser itself says of the page. */
  complaints: string[];
  close(): Promise<void>;
}

/** A page that is hung says nothing. */
const PATIENCE_MS = 90_000;

const within = async <T>(what: string, answer: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what}: not within ${PATIENCE_MS} ms`)),
      PATIENCE_MS,
    );
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
};

/**
 * Chromium drops the network's reason for a failed handshake from its console message as soon as any
 * extension may observe handshakes (`webRequest`). The page is given the same with it and without.
 */
const NETWORK_REASON = /(WebSocket connection to '\S+' failed: )Error (?:during|in) .*/;

/** The ports are other ones each time, and so is what SockJS draws by lot. */
const nameless = (text: string, lab: Lab): string =>
  text
    .replaceAll(`127.0.0.1:${lab.port}`, 'lab')
    .replaceAll(`127.0.0.1:${lab.refusedPort}`, 'nobody')
    .replace(/\/echo\/(?:\d{3}|\*)\/(?:\w{8}|\*)\//, '/echo/*/*/')
    .replace(/\?id=[\w-]+/, '')
    .replace(NETWORK_REASON, '$1');

export const visit = async (browser: Browser, client: Client, query = ''): Promise<Visit> => {
  const lab = await startLab();
  // In a tab behind another one, timers crawl and sound waits.
  const page = await browser.newPage({ type: 'window' });
  const close = async (): Promise<void> => {
    await page.close();
    await lab.close();
  };
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(nameless(message.text(), lab)));
  page.on('pageerror', (error) => complaints.push(nameless(String(error), lab)));
  try {
    await page.goto(`${lab.origin}/clients/${client.name}${query}`, { waitUntil: 'load' });
    const transcript = await within(
      client.name,
      page.evaluate('window.transcript') as Promise<Transcript>,
    );
    return { lab, page, transcript, complaints, close };
  } catch (error) {
    await close();
    throw error;
  }
};

export const heldBy = ({ page }: Visit): Promise<Held> =>
  page.evaluate('window.held()') as Promise<Held>;

const kindOf = (path: string) => ({
  isEvents: path.endsWith('/eventsource') || path.endsWith('/events-hub'),
  givenUp: path.endsWith('/hang'),
});

/** What the server has counted, as the page's own view of it. */
export const truthOf = ({ lab, transcript }: Visit): Rows => {
  const rows: Rows = {};
  for (const path of lab.paths())
    addRow(rows, nameless(`lab${path}`, lab), rowOf(lab.counts(path), kindOf(path)));
  if (transcript.knocked) addRow(rows, 'nobody', unanswered(transcript.knocked));
  return rows;
};

/** What the report says of the same page. */
export const rowsOf = (report: Report, { lab }: Visit): Rows => {
  const rows: Rows = {};
  for (const endpoint of report.endpoints) {
    const key = nameless(endpoint.url, lab).replace(/^\w+:\/\//, '');
    addRow(rows, key.startsWith('nobody') ? 'nobody' : key, rowOfEndpoint(endpoint));
  }
  return rows;
};
