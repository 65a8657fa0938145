/** What went wrong, in words that follow the address. */
export class Unreadable extends Error {}

export interface FetchedText {
  text: string;
  /** What its server says about its source map. */
  map: string | null;
}

const MOST_BYTES = 20_000_000;
const PATIENCE_MS = 5000;

const readAll = async (body: ReadableStream<Uint8Array>): Promise<string> => {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MOST_BYTES) {
      await reader.cancel();
      throw new Unreadable('is larger than 20 MB');
    }
    text += decoder.decode(value, { stream: true });
  }
};

/**
 * Takes an address and returns its text. Asked as nobody: no cookie, no referrer, nothing kept. A redirect is
 * not followed: it may lead to a sign-in page, or to where nothing may be asked (`may-ask.ts`).
 */
export const fetchText = async (url: string): Promise<FetchedText> => {
  try {
    const response = await fetch(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok || !response.body) throw new Unreadable(`answers ${response.status}`);
    const { headers } = response;
    return {
      text: await readAll(response.body),
      map: headers.get('sourcemap') ?? headers.get('x-sourcemap'),
    };
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    throw new Unreadable(late ? 'does not answer within 5 s' : 'cannot be fetched');
  }
};
