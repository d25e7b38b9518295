import type { Sound } from '../../tasks/task';
import { Toggles } from '../kit/toggles';
import { OwnSound } from '../sound/sound_parts';
import './own_text.css';

const sources = [
  { value: 'tones', label: 'Tones' },
  { value: 'chirps', label: 'Syllables' },
  { value: 'both', label: 'Both' },
  { value: 'own', label: 'My own' },
] as const;
type Source = (typeof sources)[number]['value'];

interface Props {
  readonly sound: Sound;
  readonly source: unknown;
  readonly onSource: (source: Source) => void;
}

/** Chooses the sound to learn, and takes a recorded or chosen one. */
export function SoundSource({ sound, source, onSource }: Props) {
  const chosen = sources.find(({ value }) => value === source)?.value ?? 'both';
  return (
    <div className="own-text stack">
      <Toggles label="Sound to learn" value={chosen} options={sources} onChange={onSource} />
      {chosen === 'own' ? <OwnSound sound={sound} /> : null}
    </div>
  );
}
