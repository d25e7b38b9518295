import type { RunEngine } from './run';

/** Why a run that goes on here may not give the same bits, in a sentence or two; null: it does. */
export function engineDifference(kept: RunEngine, here: RunEngine): string | null {
  const difference = differenceOf(kept, here);
  return difference === null ? null : `${difference} Losses may differ in their last digits.`;
}

function differenceOf(kept: RunEngine, here: RunEngine): string | null {
  if (kept.backend !== here.backend || (kept.backend === 'webgpu' && kept.adapter !== here.adapter))
    return `It was trained on ${kept.adapter}, and it goes on with ${here.adapter}.`;
  if (kept.wasmBuild !== here.wasmBuild) return 'It was trained with another build of the kernels for the CPU.';
  if (kept.build === '' || kept.build !== here.build) return 'Another version of Unroll trained it.';
  return same(kept.kernels, here.kernels) ? null : 'It was trained with other kernels than those that run here.';
}

function same(a: RunEngine['kernels'], b: RunEngine['kernels']): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => a[key] === b[key]);
}
