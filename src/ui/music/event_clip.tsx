import { useMemo } from 'react';
import type { Music } from '../../tasks/task';
import { PieceClip } from './piece_clip';
import { writtenNotes } from './roll_notes';

interface Props {
  readonly id: string;
  readonly what: string;
  readonly music: Music;
  readonly events: readonly string[];
}

/** A piece as the task has it. */
export function EventClip({ id, what, music, events }: Props) {
  const notes = useMemo(() => writtenNotes(events, [], music), [events, music]);
  return <PieceClip id={id} what={what} music={music} notes={notes} steps={Math.ceil(events.length / music.voices)} />;
}
