import type { Dispatch } from '../gpu/dispatch';
import type { AnyKernel, Kernel } from '../gpu/kernel';
import { matmulNt } from '../gpu/kernels/matmul';
import { normLinear } from '../gpu/kernels/norm_linear';
import { rmsNorm } from '../gpu/kernels/rms_norm';
import { scanStep } from '../gpu/kernels/scan_step';
import { selectiveScan } from '../gpu/kernels/selective_scan';
import { swiglu } from '../gpu/kernels/swiglu';
import type { Tensor } from '../gpu/tensor';

/** Rows up to which it pays that every invocation of a linear layer computes the norm before it once more. */
const FEW_ROWS = 4;

type Rule = (first: Dispatch, second: Dispatch) => Dispatch | undefined;

/**
 * Joins dispatches that follow each other where a kernel does both and nothing else reads what lies between: fewer dispatches
 * a token. For recordings of few rows without a backward pass; what they compute stays the same up to rounding.
 */
export function fuse(dispatches: readonly Dispatch[]): Dispatch[] {
  const uses = new Map<number, number>();
  for (const { buffers } of dispatches) {
    for (const { id } of Object.values(buffers)) uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  const rules: readonly Rule[] = [normThenLinear, linearThenSwiglu, stepSizeThenScan];
  const fused: Dispatch[] = [];
  for (const dispatch of dispatches) {
    let latest = dispatch;
    for (const rule of rules) {
      const before = fused.at(-1);
      const joined = before && onlyLink(before, latest, uses) ? rule(before, latest) : undefined;
      if (!joined) continue;
      fused.pop();
      latest = joined;
    }
    fused.push(latest);
  }
  return fused;
}

/** Whether what `first` writes matters to `second` alone, or both work in place on the same tensor. */
function onlyLink(first: Dispatch, second: Dispatch, uses: ReadonlyMap<number, number>): boolean {
  const outputs = written(first);
  const reads = new Set(Object.values(second.buffers).map(({ id }) => id));
  return outputs.every(({ id, lifetime }) => {
    const inPlace = written(second).some(output => output.id === id);
    return lifetime === 'activation' && reads.has(id) && (uses.get(id) === 2 || inPlace);
  });
}

function written({ kernel, buffers }: Dispatch): Tensor[] {
  return Object.entries(buffers).flatMap(([name, tensor]) => (kernel.buffers[name] === 'read' ? [] : [tensor]));
}

/** Buffers and dims of a dispatch if it is of the kernel. */
function match<Buf extends string, Dim extends string>(
  { kernel, buffers, dims }: Dispatch,
  wanted: Kernel<Buf, Dim>,
): { buffers: Readonly<Record<Buf, Tensor>>; dims: Readonly<Record<Dim, number>> } | undefined {
  const candidate: AnyKernel = wanted;
  return kernel === candidate && has(buffers, wanted.buffers) && has(dims, wanted.dims) ? { buffers, dims } : undefined;
}

function has<Key extends string, T>(
  record: Readonly<Record<string, T>>,
  keys: Readonly<Record<Key, unknown>>,
): record is Readonly<Record<Key, T>> {
  return Object.keys(keys).every(key => record[key] !== undefined);
}

const normThenLinear: Rule = (first, second) => {
  const norm = match(first, rmsNorm);
  const linear = match(second, matmulNt);
  if (!norm || !linear || linear.buffers.a !== norm.buffers.y || norm.dims.rows > FEW_ROWS) return undefined;
  const { rows, columns, inner, c_stride, c_offset, has_bias, has_residual } = linear.dims;
  if (inner !== norm.dims.D) return undefined;
  const { b, bias, residual, c } = linear.buffers;
  return {
    kernel: normLinear,
    buffers: { x: norm.buffers.x, weight: norm.buffers.weight, b, bias, residual, c },
    dims: { rows, columns, inner, c_stride, c_offset, has_bias, has_residual, gated: 0, eps: norm.dims.eps },
    regions: second.regions,
  };
};

const linearThenSwiglu: Rule = (first, second) => {
  const linear = match(first, normLinear);
  const gate = match(second, swiglu);
  if (!linear || !gate || linear.buffers.c !== gate.buffers.x || linear.dims.gated !== 0) return undefined;
  const { columns, c_stride, has_bias, has_residual } = linear.dims;
  if (columns !== 2 * gate.dims.F || c_stride !== columns || has_bias || has_residual) return undefined;
  return {
    kernel: normLinear,
    buffers: { ...linear.buffers, c: gate.buffers.y },
    dims: { ...linear.dims, columns: gate.dims.F, c_stride: gate.dims.F, gated: 1 },
  };
};

const stepSizeThenScan: Rule = (first, second) => {
  const project = match(first, matmulNt);
  const scan = match(second, selectiveScan);
  if (!project || !scan || scan.dims.L !== 1 || scan.dims.carry !== 1) return undefined;
  const { B, E, N, R, gated } = scan.dims;
  const { a, b, bias, c } = project.buffers;
  const { rows, xdbl, A_log, D, states } = scan.buffers;
  const isStep = c === rows && a === xdbl && project.dims.c_offset === 3 * E && project.dims.has_bias === 1;
  if (!isStep || project.dims.columns !== E || project.dims.inner !== R || project.dims.a_offset !== 0)
    return undefined;
  return { kernel: scanStep, buffers: { rows, xdbl, weight: b, bias, A_log, D, states }, dims: { B, E, N, R, gated } };
};
