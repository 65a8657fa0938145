/**
 * Runs in the page: every visible text whose contrast with its ground is under 4.5 to 1 (WCAG AA), with the ratio.
 * @returns {string[]}
 */
export function contrastFailures() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!canvas) return ['no canvas'];
  /** Any CSS colour as red, green, blue over what is there. @param {string[]} layers from back to front */
  const paint = (layers) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const layer of layers) {
      canvas.fillStyle = layer;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  /** @param {number[]} rgb */
  const luminance = (rgb) => {
    const [r = 0, g = 0, b = 0] = rgb.map((byte) => {
      const value = byte / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const failures = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!element?.checkVisibility() || !walker.currentNode.textContent?.trim()) continue;
    const grounds = [];
    for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement)
      grounds.unshift(getComputedStyle(at).backgroundColor);
    const text = luminance(paint([...grounds, getComputedStyle(element).color]));
    const ground = luminance(paint(grounds));
    const ratio = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
    if (ratio < 4.5) failures.add(`${element.className || element.tagName}: ${ratio.toFixed(2)}`);
  }
  return [...failures];
}
