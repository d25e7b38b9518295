import { memo } from 'react';
import type { Music } from '../../tasks/task';
import { contenderColour } from '../colours';
import { ScrollRegion } from '../kit/scroll_region';
import { usePlayer } from '../sound/player';
import type { RollNote } from './roll_notes';
import './piano_roll.css';

/** Pixels of a step, of a voice's strip, between strips, and of the room for the voices' numbers. */
const STEP = 6;
const STRIP = 34;
const GAP = 3;
const LEFT = 14;
/** Least height of a note. */
const LEAST = 3;

interface Props {
  /** Of the sound that plays it. */
  readonly id: string;
  /** What is seen, as in 'Piano roll of the example'. */
  readonly label: string;
  readonly music: Music;
  readonly notes: readonly RollNote[];
  /** How long the piece will be. */
  readonly steps: number;
}

/** Notes over time, a strip for each voice. Right notes are full, wrong ones crossed; what would be right is hollow. */
export const PianoRoll = memo(function PianoRoll({ id, label, music, notes, steps }: Props) {
  const playing = usePlayer(state => state.playing === id);
  const { voices, barSteps, stepSeconds } = music;
  const pitches = notes.map(({ pitch }) => pitch);
  const [low, high] = [Math.min(...pitches, 72), Math.max(...pitches, 60)];
  const height = Math.max(LEAST, STRIP / (high - low + 1));
  const yOf = ({ voice, pitch }: RollNote) =>
    voice * (STRIP + GAP) + ((high - pitch) * (STRIP - height)) / Math.max(1, high - low);
  const [width, whole] = [LEFT + steps * STEP, voices * (STRIP + GAP) - GAP];
  return (
    <ScrollRegion label={`${label}, over time`} className="piano-roll">
      <svg width={width} height={whole} viewBox={`0 0 ${width} ${whole}`} role="img" aria-label={label}>
        {Array.from({ length: voices }, (_, voice) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a strip is its voice
          <g key={voice}>
            <rect className="strip" x={LEFT} y={voice * (STRIP + GAP)} width={steps * STEP} height={STRIP} />
            <text x={3} y={voice * (STRIP + GAP) + STRIP / 2 + 4} fill={contenderColour(voice)}>
              {voice + 1}
            </text>
          </g>
        ))}
        <path className="bars" d={barsAt(steps, barSteps, whole)} />
        {notes.map(note => (
          <Drawn key={`${note.voice} ${note.from} ${note.mark}`} note={note} y={yOf(note)} height={height} />
        ))}
        {playing ? (
          <path
            className="playhead"
            d={`M${LEFT} 0v${whole}`}
            style={{ '--whole': `${steps * STEP}px`, animationDuration: `${steps * stepSeconds}s` }}
          />
        ) : null}
      </svg>
    </ScrollRegion>
  );
});

function barsAt(steps: number, barSteps: number, height: number): string {
  const count = Math.floor(steps / barSteps);
  return Array.from({ length: count }, (_, bar) => `M${LEFT + (bar + 1) * barSteps * STEP} 0v${height}`).join('');
}

function Drawn({ note, y, height }: { note: RollNote; y: number; height: number }) {
  const x = LEFT + note.from * STEP;
  const style = { '--voice': contenderColour(note.voice) };
  const middle = y + height / 2;
  return (
    <g className={`note ${note.mark}`} style={style}>
      <rect x={x + 0.5} y={y} width={note.steps * STEP - 1} height={height} rx={1} />
      {note.mark === 'wrong' ? <path d={`M${x} ${middle - 3.5}l7 7m0-7l-7 7`} /> : null}
    </g>
  );
}
