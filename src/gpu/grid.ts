import type { Grid } from './kernel';

/** WebGPU's default limit on workgroups per dimension. */
export const MAX_WORKGROUPS = 65535;

/**
 * Enough workgroups of `size` invocations for `count` items, one item each. Beyond 65,535 workgroups the grid gets rows;
 * the shader says `//#each` (gpu/wgsl/compose), or its item is `flat_index(...)` of shaders/shared/grid.wgsl.
 */
export function linearGrid(count: number, size: number): Grid {
  const groups = Math.max(1, Math.ceil(count / size));
  const rows = Math.ceil(groups / MAX_WORKGROUPS);
  return [Math.ceil(groups / rows), rows, 1];
}
