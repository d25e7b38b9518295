import type { BroughtWeights } from '../lab/import/brought';
import type { ConfigState } from './stores/config';

type Settings = Pick<ConfigState, 'config'> & Partial<Pick<ConfigState, 'brought' | 'tokenizer'>>;

/** The tokenizer and the weights that a race needs, as they travel to the worker beside its config. */
export function broughtFor({ config, brought = [], tokenizer = null }: Settings): {
  readonly tokenizer: string | undefined;
  readonly weights: readonly BroughtWeights[];
} {
  const ids = new Set(config.contenders.map(({ weights }) => weights));
  return {
    tokenizer: config.task.read === 'tokenizer' ? (tokenizer ?? undefined) : undefined,
    weights: brought.filter(({ id }) => ids.has(id)),
  };
}

/** What of that is not on the page, in words; null: nothing is missing. */
export function lacksBrought({ config, brought = [], tokenizer = null }: Settings): string | null {
  const there = new Set(brought.map(({ id }) => id));
  const without = config.contenders.find(({ weights }) => weights !== undefined && !there.has(weights));
  if (without) return `the file with the weights of ${without.name}`;
  return config.task.read === 'tokenizer' && tokenizer === null ? 'the tokenizer.json of its model' : null;
}

/** Whether a race has weights or a tokenizer that a link cannot hold. */
export function hasBrought({ config }: Pick<Settings, 'config'>): boolean {
  return config.task.read === 'tokenizer' || config.contenders.some(({ weights }) => weights !== undefined);
}
