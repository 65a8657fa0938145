import { formatBytes, formatCount, formatDuration, plural } from '../../../core/format';
import type { Endpoint } from '../../../core/report';

function remarks(endpoint: Endpoint): string {
  const { kind, closeCodes, unattributed, unsentBytes, handshakeMs, lifetimeMs } = endpoint;
  const closed = Object.entries(closeCodes).map(([code, n]) => `${code} × ${formatCount(n)}`);
  return [
    kind === 'eventSource' ? 'Event source' : '',
    handshakeMs === null ? '' : `Opens in ${formatDuration(handshakeMs)}`,
    lifetimeMs === null ? '' : `Lives ${formatDuration(lifetimeMs)}`,
    unsentBytes ? `Unsent: ${formatBytes(unsentBytes)}` : '',
    closed.length > 0 ? `Close codes: ${closed.join(', ')}` : '',
    unattributed === null ? 'Workers: not observed' : '',
    unattributed ? `${plural(unattributed, 'handshake')} by workers` : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Takes an endpoint and draws its address, its numbers, and what else is known of it. */
export function EndpointRows({ endpoint }: { endpoint: Endpoint }) {
  const { url, live, attempts, opened, failed, tool } = endpoint;
  const more = remarks(endpoint);
  return (
    <tbody class={tool ? 'tool' : undefined}>
      <tr>
        <th scope="rowgroup" colSpan={6} class="address">
          {tool && <span class="tag">Dev server</span>}
          {url}
        </th>
      </tr>
      <tr>
        {Object.entries({ live, attempts, opened, failed }).map(([name, count]) => (
          <td key={name} class="number">
            {formatCount(count)}
          </td>
        ))}
        <td class="number">
          {formatCount(endpoint.messagesIn)} <small>{formatBytes(endpoint.bytesIn)}</small>
        </td>
        <td class="number">
          {formatCount(endpoint.messagesOut)} <small>{formatBytes(endpoint.bytesOut)}</small>
        </td>
      </tr>
      {more && (
        <tr>
          <td colSpan={6} class="remarks">
            {more}
          </td>
        </tr>
      )}
    </tbody>
  );
}
