/* Runs in the page: what ordinary pages do all the time, none of which the extension looks at. */

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {number} ms */
export async function live(ms) {
  const end = performance.now() + ms;
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  for (let turn = 0; performance.now() < end; turn++) {
    const paragraph = document.createElement('p');
    paragraph.textContent = `Turn ${turn}`;
    document.body.append(paragraph);
    paragraph.dispatchEvent(new Event('click', { bubbles: true }));
    pen?.fillRect(0, 0, turn % 100, 10);
    await (await fetch('/')).text();
    await pause(50);
    paragraph.remove();
  }
}

/** Both of these change what the browser shows of the tab. */
export function move() {
  document.title = `Moved at ${performance.now()}`;
  history.pushState({}, '', `?${performance.now()}`);
}
