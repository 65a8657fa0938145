/** The extension's id in Firefox. */
export const ADDON = 'whylag@whylag.dev';

/**
 * Runs in Firefox's own scope, where the browser keeps its extensions and tabs: no page and no extension can
 * stop a background or crash a tab.
 *
 * @param {import('../../../src/cli/launch.mjs').Session} session
 * @param {string} expression
 * @returns {Promise<unknown>} a plain value
 */
export async function inBrowserScope({ browser }, expression) {
  const { connection } = /** @type {any} */ (browser);
  const tree = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const [{ context }] = tree.result.contexts;
  const answer = await connection.send('script.evaluate', {
    expression,
    target: { context },
    awaitPromise: true,
  });
  const { type, result, exceptionDetails } = answer.result;
  if (type !== 'success') throw new Error(exceptionDetails?.text ?? 'Firefox does not answer');
  return result.value;
}
