/* A page that floods, run in the page: each kind by itself, so many at a time that the browser lives. */

const breathe = () => new Promise((done) => setTimeout(done));

/** Sockets that are closed before they are open, to one address. @param {number} count @param {string} url */
async function sockets(count, url) {
  for (let i = 0; i < count; i++) {
    new WebSocket(url).close();
    if (i % 500 === 499) await breathe();
  }
}

/** One each to so many addresses that have nothing in common. @param {number} count @param {string} url */
async function endpoints(count, url) {
  for (let i = 0; i < count; i++) {
    new WebSocket(
      `${url}/${i.toString(36)}-${'abcdefghijk'[i % 11]}/${(i * 7919) % 65_537}`,
    ).close();
    if (i % 500 === 499) await breathe();
  }
}

/** Addresses of a megabyte. @param {number} count @param {string} url */
async function longUrls(count, url) {
  const path = 'x'.repeat(1_000_000);
  for (let i = 0; i < count; i++) {
    try {
      new WebSocket(`${url}/${i}${path}?token=planted-secret`).close();
    } catch {
      // Firefox takes none that long.
    }
    await breathe();
  }
}

/** Things that are made, each at another place of the page's own making. @param {number} count */
async function places(count) {
  for (let i = 0; i < count; i++) {
    const make = new Function(
      `return URL.createObjectURL(new Blob(['${i}']));\n//# sourceURL=made-up-${i}.js`,
    );
    URL.revokeObjectURL(make());
    if (i % 200 === 199) await breathe();
  }
}

/** Frames that each make something. @param {number} count */
async function inFrames(count) {
  const made = '<script>URL.createObjectURL(new Blob(["x"]));</script>';
  for (let i = 0; i < count; i++) {
    const frame = document.createElement('iframe');
    frame.srcdoc = made;
    const loaded = new Promise((done) => {
      frame.onload = done;
    });
    document.body.append(frame);
    await loaded;
  }
}

/** Text messages both ways on one socket, each of another type. @param {number} count @param {string} url */
async function messages(count, url) {
  const socket = new WebSocket(url);
  await new Promise((done) => {
    socket.onopen = done;
  });
  let back = 0;
  const all = new Promise((done) => {
    socket.onmessage = () => {
      if (++back === count) done(undefined);
    };
  });
  for (let i = 0; i < count; i++) {
    socket.send(JSON.stringify({ type: `made-up-${i % 3000}`, secret: 'planted-secret' }));
    if (i % 1000 === 999) await breathe();
  }
  await all;
}

Object.assign(globalThis, {
  flood: { sockets, endpoints, longUrls, places, frames: inFrames, messages },
});
