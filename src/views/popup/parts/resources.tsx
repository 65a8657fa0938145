import { resourceName } from '../../../core/evidence-label';
import { formatCount } from '../../../core/format';
import { RESOURCE_KINDS, type Report, type ResourceKind } from '../../../core/report';
import { VoiceDetectors } from './voice-detectors';

/** Always there, so that a person can see a zero; the other kinds appear with their first instance. */
const ALWAYS: readonly ResourceKind[] = ['webSocket', 'audioContext', 'vad', 'microphoneTrack'];

function states(byState: Record<string, number>): string {
  const present = Object.entries(byState).filter(([, count]) => count > 0);
  return present.map(([state, count]) => `${formatCount(count)} ${state}`).join(', ');
}

type Props = Pick<Report, 'resources' | 'voiceDetectors'>;

/** Takes the counts by kind and draws how many live now, in which states, and how many were created. */
export function Resources({ resources, voiceDetectors }: Props) {
  const shown = RESOURCE_KINDS.filter(
    (kind) => ALWAYS.includes(kind) || resources[kind].created > 0,
  );
  return (
    <section aria-labelledby="resources">
      <h2 id="resources" class="section-title">
        What this page holds
      </h2>
      <table class="resources">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col" class="number">
              Live
            </th>
            <th scope="col">States</th>
            <th scope="col" class="number">
              Created
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((kind) => (
            <tr key={kind} class={resources[kind].live === 0 ? 'none' : undefined}>
              <th scope="row">{resourceName(kind)}</th>
              <td class="number live">{formatCount(resources[kind].live)}</td>
              <td class="states">{states(resources[kind].byState)}</td>
              <td class="number">{formatCount(resources[kind].created)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <VoiceDetectors detectors={voiceDetectors} />
    </section>
  );
}
