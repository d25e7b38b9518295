import type { CurveColumn } from '../../lab/race/curve';
import type { RaceRun } from '../../lab/runs/run';
import { Button } from '../kit/button';
import { overlaidCurves } from '../runs/overlay';
import { ghostStore } from '../stores/ghost';
import type { CurveLine } from './bucket';
import type { Values } from './measured';

/** A line of a kept run; `slot` chooses its dashes. */
export interface GhostLine extends CurveLine {
  readonly slot: number;
}

/** The curves of a kept run, to be drawn behind those of the race. */
export function ghostLines(run: RaceRun | null, x: CurveColumn, y: Values): GhostLine[] {
  return (run ? overlaidCurves([run]) : []).map(({ slot, column }) => ({
    key: `ghost-${slot}`,
    slot,
    x: column(x),
    y: y({ column, plannedBytes: Number.NaN }),
  }));
}

/** Names the run that is drawn behind the race, and takes it away. */
export function GhostButton({ name }: { name: string }) {
  return (
    <Button
      tiny
      quiet
      icon="close"
      className="cut"
      label={`Behind: ${name}`}
      title="Thin grey lines are a kept run. Press to take it away."
      onClick={() => ghostStore.setState({ run: null })}
    />
  );
}
