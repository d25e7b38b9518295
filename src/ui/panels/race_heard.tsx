import { useMemo } from 'react';
import { findTask } from '../../tasks/registry';
import { whole } from '../format';
import { figureOf, leaderOf, resultColumns } from '../results';
import { useSlowRun } from '../stores/run';
import { byContender, endOf, phaseOf, type RunState, raceStep } from '../stores/run_state';

/** So often a race that trains is heard from. */
const PARTS = 4;

/** What a screen reader says of the race: that it trains, each quarter of it, that it rests or has ended, and who leads then. */
export function RaceHeard() {
  const run = useSlowRun(500);
  const steps = run.config?.training.steps ?? 0;
  const part = Math.floor((PARTS * raceStep(run)) / Math.max(1, steps));
  const phase = phaseOf(run);
  // The words stay until there is news. Otherwise they would be read out with every step.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const words = useMemo(() => heardOf(run, steps), [run.runId, phase, part]);
  return (
    <p className="sr-only" role="status" aria-label="The race">
      {words}
    </p>
  );
}

function heardOf(run: RunState, steps: number): string {
  const phase = phaseOf(run);
  const step = `step ${whole(raceStep(run))} of ${whole(steps)}`;
  switch (phase) {
    case 'training':
      return `Training, ${step}. ${leadWords(run)}`;
    case 'paused':
      return `Paused at ${step}. ${leadWords(run)}`;
    case 'finished':
      return `The race is ${endOf(run)} at ${step}. ${leadWords(run)}`;
    case 'compiling':
      return 'The kernels of the race are compiled.';
    // Notices tell of a failure; the rest is no news.
    case 'failed':
    case 'opening':
    case 'empty':
    case 'ready':
      return '';
    default:
      return phase satisfies never;
  }
}

function leadWords(run: RunState): string {
  const members = byContender(run)[leaderOf(run)];
  const column = resultColumns(run.config ? findTask(run.config.task.name) : undefined).find(
    ({ key }) => key === 'validation',
  );
  const [first] = members ?? [];
  if (!members || !first || !column) return '';
  return `${first.name} leads with a validation loss of ${figureOf(run, column, members).value} nats per token.`;
}
