import type { RunConfig } from '../config/config';
import { membersOf } from '../config/members';
import type { ContenderSnapshot } from './snapshot';

/** Where a race stands that was brought back on another device or worker. */
export interface Standing {
  /** That all of it has reached. */
  readonly step: number;
  readonly is: 'training' | 'paused' | 'finished';
}

export function standingAt(step: number, { training }: RunConfig, trains: boolean): Standing['is'] {
  if (step >= training.steps) return 'finished';
  return trains ? 'training' : 'paused';
}

/** Without a full stop. At step 0 nothing of the race was kept. */
export function standingWords({ step, is }: Standing): string {
  if (step === 0)
    return `No step was kept yet, so the race ${is === 'training' ? 'starts at its first step' : 'is at its beginning'}`;
  const at = `step ${step.toLocaleString('en')}`;
  switch (is) {
    case 'training':
      return `The race goes on from ${at}`;
    case 'paused':
      return `The race is paused at ${at}`;
    case 'finished':
      return `The race has ended at ${at}`;
    default:
      return is satisfies never;
  }
}

/**
 * Where a race stands that is brought back from these snapshots, as a sentence after another; empty: nothing of it is kept, and it had
 * not `begun`.
 */
export function keptWords(
  config: RunConfig,
  snapshots: readonly (ContenderSnapshot | undefined)[],
  trains: boolean,
  begun: boolean,
): string {
  const steps = membersOf(config).flatMap((member, place) =>
    member.config.frozen ? [] : [snapshots[place]?.trainer?.steps ?? 0],
  );
  const step = Math.min(...steps);
  if (steps.length === 0 || (step === 0 && !begun)) return '';
  return ` ${standingWords({ step, is: standingAt(step, config, trains) })}.`;
}
