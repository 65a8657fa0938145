/*
 * Runs before every other script of a page, the extension's too: counts whoever starts a timer or says
 * something. The extension takes its copies after that, so its calls are counted like a page's.
 */
(() => {
  /** @type {Record<string, number>} */
  const calls = {};
  Object.defineProperty(globalThis, 'benchCalls', { value: calls });
  /** @param {any} owner @param {string} name @param {string} label */
  const count = (owner, name, label) => {
    const native = owner[name];
    owner[name] = function (/** @type {unknown[]} */ ...args) {
      calls[label] = (calls[label] ?? 0) + 1;
      return Reflect.apply(native, this, args);
    };
  };
  for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame', 'requestIdleCallback'])
    count(globalThis, name, name);
  count(globalThis, 'queueMicrotask', 'queueMicrotask');
  count(globalThis, 'postMessage', 'postMessage');
  count(AbortSignal, 'timeout', 'AbortSignal.timeout');
  count(MessagePort.prototype, 'postMessage', 'MessagePort.postMessage');
  count(BroadcastChannel.prototype, 'postMessage', 'BroadcastChannel.postMessage');
  count(Promise.prototype, 'then', 'Promise.then');
})();
