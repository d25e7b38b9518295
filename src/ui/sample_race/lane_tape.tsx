import { useMemo } from 'react';
import { bytes, compact, whole } from '../format';
import { hasFinished, placeOf, type RacingLane, raceTime, timeOf } from './lanes';
import { timeWords } from './order_words';
import { sampleReplay } from './replay_store';
import { meanSpeed, speedAt, tapeAt } from './tape_at';
import './lane_tape.css';

interface Props {
  readonly lane: RacingLane;
  readonly lanes: readonly RacingLane[];
  /** The sample of the lanes. */
  readonly of: string;
  /** Changes when the tapes grow. */
  readonly version: number;
}

/** How far a lane is: its tape up to the finish line, its place, its speed, and what it carries. */
export function LaneTape({ lane, lanes, of, version }: Props) {
  const replayed = sampleReplay.store(state => (state.of === of ? state.time : null));
  // biome-ignore lint/correctness/useExhaustiveDependencies: tapes grow in place
  const end = useMemo(() => raceTime(lanes), [lanes, version]);
  const time = replayed ?? end;
  const { tape, finish } = lane.writing;
  const { tokens, bytes: carried } = tapeAt(tape, time);
  const done = hasFinished(lane) && time >= timeOf(lane);
  const speed = done ? meanSpeed(tape) : speedAt(tape, time);
  const place = placeOf(lane, lanes, time);
  const reached = Number.isFinite(tokens) ? tokens : 0;
  return (
    <>
      <span className="tape-facts number small muted">
        <span>{Number.isFinite(speed) ? `${compact(Math.round(speed))} tokens/s` : ''}</span>
        <span>{bytes(carried)}</span>
      </span>
      <div className="tape row">
        <div
          className="tape-track"
          role="progressbar"
          aria-label={`Tape of ${lane.name}`}
          aria-valuemin={0}
          aria-valuemax={finish}
          aria-valuenow={reached}
          aria-valuetext={`${whole(reached)} of ${whole(finish)} tokens in ${timeWords(Math.min(time, timeOf(lane)))}`}
        >
          <div
            className={`tape-done ${lane.naive ? 'tape-naive' : ''}`}
            style={{ width: `${(100 * reached) / finish}%` }}
          />
        </div>
        <span className="tape-place number small">
          {done ? timeWords(timeOf(lane)) : `${whole(reached)} tokens`}
          <b>{place === null ? '–' : ordinal(place)}</b>
        </span>
      </div>
    </>
  );
}

function ordinal(place: number): string {
  return `${place}${['st', 'nd', 'rd'][place - 1] ?? 'th'}`;
}
