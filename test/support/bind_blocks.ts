import { bindBlock } from '../../src/models/block';
import type { BlockConfig } from '../../src/models/config';

interface Stacked {
  readonly name: string;
  readonly blocks: readonly BlockConfig[];
}

function isStacked(contender: unknown): contender is Stacked {
  return Array.isArray(Object(contender).blocks);
}

/**
 * Checks every block of the contenders among an experiment's parameters, which its schema leaves to the models.
 *
 * @returns how many blocks there are. Throws ModelError.
 */
export function bindBlocks(params: unknown): number {
  const contenders: unknown = Object(params).contenders;
  const stacked = Array.isArray(contenders) ? contenders.filter(isStacked) : [];
  return stacked.flatMap(({ blocks }) => blocks.map(bindBlock)).length;
}
