import { MOST_SCORED } from '../src/lab/inspect/inspection';
import { PositionScorer } from '../src/lab/inspect/position_scores';
import type { LoadedRace } from '../src/lab/race/loaded_race';
import type { StageLoss } from '../src/lab/race/snapshot';
import { UsageError } from './usage';

type Values = (number | null)[];

/** How a member does at each position of the validation sequences. */
export interface PositionsReport {
  readonly name: string;
  /** Its place in the config, from 0. */
  readonly contender: number;
  readonly seed: number;
  readonly step: number;
  readonly sequences: number;
  /** Nats; null where nothing is scored. */
  readonly loss: Values;
  /** From 0 to 1. */
  readonly accuracy: Values;
  /** Losses at the steps at which its length grew, means over equal numbers of positions; absent: it did not. */
  readonly before?: readonly StageLoss[];
  readonly measures: readonly { readonly name: string; readonly value: number | null; readonly error: number | null }[];
}

/** Throws UsageError for a task whose sequences are too long. */
export function checkPositions({ task }: Pick<LoadedRace, 'task'>): void {
  if (task.length <= MOST_SCORED) return;
  const [length, most] = [task.length, MOST_SCORED].map(tokens => tokens.toLocaleString('en'));
  throw new UsageError(
    `--positions takes sequences of at most ${most} tokens, and those of this task have ${length}; use a shorter length, or leave it out`,
  );
}

/** Of the members that did not diverge, one after the other. */
export async function measurePositions(race: LoadedRace): Promise<PositionsReport[]> {
  const reports: PositionsReport[] = [];
  for (const [index, { model, parameters, status, steps: step, stageLosses: before }] of race.contenders.entries()) {
    const member = race.members[index];
    if (!member || status === 'diverged' || status === 'failed') continue;
    const scorer = await PositionScorer.make(race.backend, race.taskOf(index), model, parameters);
    try {
      const { sequences, loss, accuracy, measures } = await scorer.score();
      reports.push({
        name: member.config.name,
        contender: member.contender,
        seed: member.seed,
        step,
        sequences,
        loss: Array.from(loss, finite),
        accuracy: Array.from(accuracy, finite),
        ...(before.length > 0 ? { before } : {}),
        measures: measures.map(({ name, value, error }) => ({ name, value: finite(value), error: finite(error) })),
      });
    } finally {
      scorer.destroy();
    }
  }
  return reports;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
