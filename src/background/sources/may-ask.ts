/*
 * Which addresses are asked for a script or a map. A page writes its own stacks: it could name any address
 * there, and would have the extension ask where the page itself may not. So nothing is asked of this machine
 * or its network unless the page comes from there. A public name that leads there is not known by its text.
 */
const LOCAL_NAMES = /(?:^|\.)(?:localhost|local|internal|lan|home|corp|home\.arpa)$/;
const LOCAL_V4 =
  /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;

const isLocal = (hostname: string): boolean => {
  const host = hostname.replace(/\.$/, '').toLowerCase();
  // Of IPv6 only 2000::/3 is public.
  if (host.startsWith('[')) return !/^\[[23][\da-f]{3}:/.test(host);
  return !host.includes('.') || LOCAL_NAMES.test(host) || LOCAL_V4.test(host);
};

const parsed = (url: string): URL | null => {
  const parts = URL.canParse(url) ? new URL(url) : null;
  return parts && /^https?:$/.test(parts.protocol) ? parts : null;
};

/** Whether a script or map at `url` may be asked for on behalf of documents at `pages`. */
export const mayAsk = (url: string, pages: readonly string[]): boolean => {
  const wanted = parsed(url);
  if (!wanted || wanted.username || wanted.password) return false;
  const documents = pages.flatMap((page) => parsed(page) ?? []);
  if (documents.some(({ origin }) => origin === wanted.origin)) return true;
  if (isLocal(wanted.hostname)) return documents.some(({ hostname }) => isLocal(hostname));
  // A page that came over TLS has no script that did not.
  return documents.some(({ protocol }) => protocol === wanted.protocol || protocol === 'http:');
};
