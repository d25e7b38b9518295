import type { Dispatch } from '../gpu/dispatch';
import { rules, written } from './fusion_rules';

/**
 * Joins consecutive dispatches if one kernel computes them all and nothing else reads the tensors between them: fewer
 * dispatches a token. For recordings of few rows without a backward pass. Results stay the same up to rounding.
 */
export function fuse(dispatches: readonly Dispatch[]): Dispatch[] {
  const uses = new Map<number, number>();
  const count = ({ buffers }: Dispatch, by: number): void => {
    for (const { id } of Object.values(buffers)) uses.set(id, (uses.get(id) ?? 0) + by);
  };
  for (const dispatch of dispatches) count(dispatch, 1);
  const fused: Dispatch[] = [];
  for (const dispatch of dispatches) {
    count(dispatch, -1);
    let latest = dispatch;
    for (const rule of rules) {
      const found = rule(fused, latest);
      if (!found?.taken.every(first => isSpent(first, found.joined, uses))) continue;
      fused.splice(-found.taken.length);
      latest = found.joined;
    }
    fused.push(latest);
  }
  return fused;
}

/** Whether nothing later reads the results of `first` that `joined` does not write, by the remaining uses. */
function isSpent(first: Dispatch, joined: Dispatch, uses: ReadonlyMap<number, number>): boolean {
  const kept = new Set(written(joined));
  return written(first).every(
    tensor => kept.has(tensor) || (tensor.lifetime === 'activation' && uses.get(tensor.id) === 0),
  );
}
