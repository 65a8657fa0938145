// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * Makes each thing, drops it, and collects memory until nothing more goes. Needs `gc()` (Chromium's
 * `--expose-gc`) or `TestUtils.gc()` (Firefox's `dom.testing.testutils.enabled`).
 */
globalThis.collectAll = async (put, kit, made) => {
  const collect = async () => {
    if (window.gc) await gc({ type: 'major', execution: 'async' });
    else await TestUtils.gc();
  };
  put('can collect', Boolean(window.gc ?? window.TestUtils));
  const EACH = 2;
  const refs = {};
  for (const [name, make] of Object.entries(made)) {
    const times = /frame/.test(name) ? 1 : EACH;
    refs[name] = [];
    for (let n = 0; n < times; n++) refs[name].push(new WeakRef(await make()));
  }
  // What an event or a promise still holds goes in a later task, sometimes a later collection.
  const gone = () =>
    Object.values(refs)
      .flat()
      .filter((ref) => !ref.deref()).length;
  let last = -1;
  let quiet = 0;
  for (let round = 0; round < 40 && quiet < 4; round++) {
    await collect();
    await kit.pause(50);
    quiet = gone() === last ? quiet + 1 : 0;
    last = gone();
  }
  // All of them or some: one may still stand on the stack.
  for (const [name, all] of Object.entries(refs))
    put(name, all.some((ref) => !ref.deref()) ? 'collected' : 'kept');
};
