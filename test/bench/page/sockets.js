/* Runs in the page: sockets, many of them. */

/**
 * Opens and closes sockets, some at a time, until so many have been.
 * @param {string} url
 * @param {number} count
 * @param {number} atOnce
 * @returns {Promise<number>} how many were closed cleanly
 */
export function churn(url, count, atOnce) {
  return new Promise((resolve) => {
    let begun = 0;
    let over = 0;
    let clean = 0;
    const next = () => {
      if (begun === count) return;
      begun++;
      const socket = new WebSocket(url);
      socket.onopen = () => socket.close(1000);
      socket.onclose = ({ wasClean }) => {
        if (wasClean) clean++;
        if (++over === count) resolve(clean);
        else next();
      };
    };
    for (let i = 0; i < atOnce; i++) next();
  });
}

/** @typedef {{ begun: number, opened: number, closed: number }} Loop */

/**
 * A page that connects again and again: the server closes each socket as soon as it is open. The
 * pace is the page's own clock's, so that a slow moment is made up for and all arms do the same work.
 * @param {string} url
 * @param {number} perSecond
 * @param {number} seconds
 * @returns {Promise<Loop>}
 */
export function reconnect(url, perSecond, seconds) {
  const total = perSecond * seconds;
  /** @type {Loop} */
  const loop = { begun: 0, opened: 0, closed: 0 };
  const since = performance.now();
  const connect = () => {
    loop.begun++;
    const socket = new WebSocket(url);
    socket.onopen = () => {
      loop.opened++;
    };
    socket.onclose = () => {
      loop.closed++;
    };
  };
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(total, Math.floor(((performance.now() - since) / 1000) * perSecond));
      while (loop.begun < due) connect();
      if (loop.closed < total) return;
      clearInterval(timer);
      resolve(loop);
    }, 1000 / perSecond);
  });
}
