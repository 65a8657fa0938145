/**
 * JSON as Python's `json.dumps` writes it: a space after `:` and `,`, everything beyond ASCII escaped.
 * What reads the first characters of a frame has to meet them as the real backend sends them.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function pythonJson(value) {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).map(
      ([name, member]) => `${pythonJson(name)}: ${pythonJson(member)}`,
    );
    return `{${members.join(', ')}}`;
  }
  const text = JSON.stringify(value ?? null);
  return text.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The backend's `send_json`, used for `heartbeat-ack` alone, writes no spaces. */
export const compactJson = JSON.stringify;
