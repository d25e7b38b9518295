import { whole } from '../format';
import { type MemberRun, stepsOf } from '../stores/run_state';

/** How far the seeds of a contender are: 'step 120 · 61,440 tokens', where they differ 'step 118 to 121 · …'. */
export function reachedWords(members: readonly MemberRun[]): string {
  const tokens = members.map(({ curve }) => (curve.tokens.length > 0 ? curve.tokens.last : 0));
  return `step ${span(members.map(stepsOf))} · ${span(tokens)} tokens`;
}

function span(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)].map(whole);
  return least === most ? `${least}` : `${least} to ${most}`;
}
