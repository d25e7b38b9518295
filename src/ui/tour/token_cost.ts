import { repeat } from '../../lab/config/stacks';
import type { BlockConfig } from '../../models/config';
import type { Check } from './check';
import { bytesWords, timeWords } from './cost_words';
import type { Evidence } from './evidence';
import { contendersOf } from './evidence_rows';
import type { Action, Found } from './step';

/** Measures what a token costs up to position 4,096: contenders of two equal blocks each, 32 wide. */
export function measureTokenCost(evidence: string, blocks: Readonly<Record<string, BlockConfig>>): Action {
  const contenders = Object.entries(blocks).map(([name, block]) => ({ name, d_model: 32, blocks: repeat(2, block) }));
  return {
    kind: 'experiment',
    label: 'Measure the cost of a token',
    experiment: 'sampling_cost',
    evidence,
    params: { limit: 4096, naive_limit: 0, contenders },
  };
}

/** The cost of a token that the run with this name found. */
export function tokenCostFound(name: string, evidence: Evidence, checks: (run: Evidence) => readonly Check[]): Found {
  return {
    text: from => tokenCostWords(from(name)),
    checks: from => checks(from(name)),
    evidence: [evidence],
  };
}

/** Time and bytes of a token of each contender. */
export function tokenCostWords(run: Evidence): string {
  const costs = contendersOf(run).map(own => `${own}: ${timeWords(run, own)}. The state takes ${bytesWords(run, own)}`);
  return `Time of one token, with carried state; exponents ± standard error. ${costs.join('. ')}.`;
}
