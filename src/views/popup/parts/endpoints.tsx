import type { Endpoint } from '../../../core/report';
import { EndpointRows } from './endpoint-rows';

/** Takes the endpoints and draws them as one table, folded: an address needs the whole width. */
export function Endpoints({ endpoints }: { endpoints: Endpoint[] }) {
  if (endpoints.length === 0) return null;
  // A dev server's own socket is no part of the app: below it.
  const ordered = endpoints.toSorted((a, b) => Number(a.tool) - Number(b.tool));
  return (
    <details class="fold">
      <summary>
        <h2>Endpoints</h2> <span class="count">{endpoints.length}</span>
      </summary>
      <table class="endpoints grouped">
        <thead>
          <tr>
            {['Live', 'Tries', 'Opened', 'Failed', 'Received', 'Sent'].map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {ordered.map((endpoint) => (
          <EndpointRows key={`${endpoint.kind} ${endpoint.url}`} endpoint={endpoint} />
        ))}
      </table>
    </details>
  );
}
