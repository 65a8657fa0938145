import { Failure } from './failure.mjs';

/**
 * What the promise gives, or `undefined` where it is slower or fails.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} ms
 * @returns {Promise<T | undefined>}
 */
export const within = (promise, ms) => orFail(promise, ms, 'too slow').catch(() => undefined);

/**
 * What the promise gives; a failure with this text where it is slower.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} ms
 * @param {string} text
 * @returns {Promise<T>}
 */
export async function orFail(promise, ms, text) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Failure(text)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
