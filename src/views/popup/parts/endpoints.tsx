import type { Endpoint } from '../../../core/report';
import { EndpointRows } from './endpoint-rows';

/** Takes the endpoints and draws them as one table, folded: an address needs the whole width. */
export function Endpoints({ endpoints }: { endpoints: Endpoint[] }) {
  if (endpoints.length === 0) return null;
  return (
    <details class="fold">
      <summary>
        <h2>Endpoints</h2> <span class="count">{endpoints.length}</span>
      </summary>
      <table class="endpoints">
        <thead>
          <tr>
            {['Live', 'Tries', 'Opened', 'Failed', 'Received', 'Sent'].map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {endpoints.map((endpoint) => (
          <EndpointRows key={`${endpoint.kind} ${endpoint.url}`} endpoint={endpoint} />
        ))}
      </table>
    </details>
  );
}
