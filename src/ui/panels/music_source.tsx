import { useMemo } from 'react';
import type { TaskConfig } from '../../lab/config/config';
import { Toggles } from '../kit/toggles';
import { musicOf } from '../music/music_of';
import { OwnMusic } from '../music/music_parts';
import './own_text.css';

const sources = [
  { value: 'rounds', label: 'Rounds' },
  { value: 'own', label: 'My own' },
] as const;
type Source = (typeof sources)[number]['value'];

/** Chooses the music to learn, and takes a MIDI file. */
export function MusicSource({ task, onSource }: { task: TaskConfig; onSource: (source: Source) => void }) {
  const chosen = task.source === 'own' ? 'own' : 'rounds';
  const music = useMemo(() => musicOf(task), [task]);
  return (
    <div className="own-text stack">
      <Toggles label="Music to learn" value={chosen} options={sources} onChange={onSource} />
      {chosen === 'own' && music ? <OwnMusic music={music} /> : null}
    </div>
  );
}
