import { formatCount } from '../../../core/format';
import type { VoiceDetector } from '../../../core/report';

/** Takes the voice detectors by library and draws whose they are, those that are only probable said so. */
export function VoiceDetectors({ detectors }: { detectors: VoiceDetector[] }) {
  if (detectors.length === 0) return null;
  return (
    <ul class="detectors">
      {detectors.map(({ library, confidence, live, created }) => (
        <li key={`${library} ${confidence}`}>
          {confidence === 'probable' ? 'Probably a voice detector' : 'Voice detector'}:{' '}
          <span class="address">{library}</span>, {formatCount(live)} live of {formatCount(created)}
          {confidence === 'probable' && ' (not counted above)'}
        </li>
      ))}
    </ul>
  );
}
