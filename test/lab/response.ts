import { get } from 'node:http';

/** The head of an answer; an event stream has no end to wait for. */
export const responseOf = (url: string) =>
  new Promise<{ code: number; type: string; end(): void }>((resolve, reject) => {
    const request = get(url, (response) =>
      resolve({
        code: response.statusCode ?? 0,
        type: response.headers['content-type'] ?? '',
        end: () => request.destroy(),
      }),
    ).on('error', reject);
  });
