import { useMemo, useState } from 'react';
import { FIRST_NOTE, HOLD, HOLD_GLYPH, noteName, REST_GLYPH } from '../../tasks/events';
import { readMidi } from '../../tasks/midi';
import { OWN_MUSIC } from '../../tasks/midi_bounds';
import { voiceEvents } from '../../tasks/midi_voices';
import { type Music, TaskError } from '../../tasks/task';
import { bytesOf, UNREADABLE } from '../file_bytes';
import { whole } from '../format';
import { Button } from '../kit/button';
import { FieldError } from '../kit/field_error';
import { FileChoice } from '../kit/file_choice';
import { setOwnMusic, useConfig } from '../stores/config';
import { useDrops } from '../stores/drops';
import { EventClip } from './event_clip';
import '../panels/own_text.css';

/** Steps that are drawn and played. */
const SHOWN = 256;

/** The place to choose a MIDI file. */
export function OwnMusic({ music }: { music: Music }) {
  const midi = useConfig(state => state.ownMusic);
  const [error, setError] = useState<string | null>(null);
  const read = useMemo(() => (midi === null ? null : readPiece(midi, music)), [midi, music]);
  const take = async (file: File) => {
    try {
      setOwnMusic(await takenMidi(file));
      setError(null);
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : 'This file cannot be used.');
    }
  };
  const over = useDrops(take);
  return (
    <>
      <p className="small">
        Choose or drop a MIDI file (.mid), up to 1 MB. Drums are left out. It stays on this machine and is here at your
        next visit. A link does not carry it.
      </p>
      {read?.events ? <EventClip id="own music" what="your music" music={music} events={read.events} /> : null}
      <div className={`own-text-foot row ${over ? 'drop-target' : ''}`}>
        <p className="muted small grow">{read?.words ?? ''}</p>
        <FileChoice label="Choose MIDI file" accept=".mid,.midi,audio/midi" onChoose={take} />
        <Button
          tiny
          label="Clear"
          disabled={midi === null}
          onClick={() => {
            setError(null);
            setOwnMusic(null);
          }}
        />
      </div>
      <FieldError>{error ?? read?.refused ?? null}</FieldError>
    </>
  );
}

/** The bytes of a usable MIDI file. Rejects with TaskError, whose message says what to do. */
async function takenMidi(file: File): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > OWN_MUSIC.bytes) throw new TaskError('This file is larger than 1 MB. Use a part of the piece.');
  const bytes = await bytesOf(file);
  if (!bytes) throw new TaskError(UNREADABLE);
  readMidi(bytes);
  return bytes;
}

interface Piece {
  readonly events?: readonly string[];
  readonly words?: string;
  readonly refused?: string;
}

/** The beginning of a piece as the task reads it. */
function readPiece(midi: Uint8Array, { voices, beatSteps }: Music): Piece {
  try {
    const notes = readMidi(midi);
    const events = voiceEvents(notes, voices, beatSteps);
    const steps = events.length / voices;
    const shown = steps > SHOWN ? `, the first ${whole(SHOWN)} shown` : '';
    return {
      events: Array.from(events.subarray(0, SHOWN * voices), glyphOf),
      words: `${whole(notes.length)} notes, ${whole(steps)} steps${shown}`,
    };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : 'This file cannot be used.' };
  }
}

function glyphOf(event: number): string {
  if (event >= FIRST_NOTE) return noteName(event - FIRST_NOTE);
  return event === HOLD ? HOLD_GLYPH : REST_GLYPH;
}
