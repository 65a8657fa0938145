/** A page's address as it may be kept: no query, no fragment, no credentials, at most 512 characters. */
export const keptUrl = (url: string): string => {
  const text = url.split(/[?#]/, 1)[0] ?? '';
  // What a `data:` or `blob:` URL holds is content, not an address.
  if (/^(data|blob|javascript):/i.test(text)) return text.slice(0, text.indexOf(':') + 1);
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1').slice(0, 512);
};

/** `scheme://host:port` of a URL, or `''` where it has none (`about:blank`). */
export const originOf = (url: string): string =>
  /^(?:[a-z][a-z0-9+.-]*):\/\/[^/]+/i.exec(keptUrl(url))?.[0].toLowerCase() ?? '';

/** An address that fits a sentence: past 100 characters its middle is left out. */
export const shortUrl = (url: string): string =>
  url.length <= 100 ? url : `${url.slice(0, 69)}…${url.slice(-30)}`;

/** Whether an address is of this machine: it is reached without any network. */
export const isLoopback = (url: string): boolean =>
  /^[a-z]+:\/\/(localhost|[^/:]+\.localhost|127(\.\d+){3}|\[::1\])(:\d+)?(\/|$)/i.test(url);
