import type { Music } from '../../tasks/task';
import { download, safeFileName } from '../download';
import { Button } from '../kit/button';
import { Hint } from '../kit/hint';
import type { RollNote } from './roll_notes';

interface Props {
  /** What is saved, as in 'Save the example as MIDI'. */
  readonly what: string;
  readonly music: Music;
  readonly notes: readonly RollNote[];
  readonly disabled: boolean;
}

/** Saves what is heard as a MIDI file, with a track for each voice. */
export function MidiButton({ what, music, notes, disabled }: Props) {
  const save = async () => {
    const { writtenMidi } = await import('../../tasks/midi');
    download(`${safeFileName(what)}.mid`, new Blob([writtenMidi(notes, music)], { type: 'audio/midi' }));
  };
  return (
    <Hint text="Save as a MIDI file, with a track for each voice.">
      <Button
        tiny
        icon="download"
        label="MIDI"
        aria-label={`Save ${what} as MIDI`}
        disabled={disabled}
        onClick={save}
      />
    </Hint>
  );
}
