import type { Dispatch } from '../gpu/dispatch';
import type { AnyKernel, Kernel } from '../gpu/kernel';
import { addPositions, addWaves } from '../gpu/kernels/attention/positions';
import { causalConv } from '../gpu/kernels/convolution/causal_conv';
import { linearGlu } from '../gpu/kernels/matmul/linear_glu';
import { matmulNt } from '../gpu/kernels/matmul/matmul';
import { normLinear } from '../gpu/kernels/matmul/norm_linear';
import { normLinearConv } from '../gpu/kernels/matmul/norm_linear_conv';
import { normPositionsLinear } from '../gpu/kernels/matmul/norm_positions_linear';
import { gelu } from '../gpu/kernels/pointwise/gelu';
import { glu } from '../gpu/kernels/pointwise/glu';
import { rmsNorm } from '../gpu/kernels/pointwise/rms_norm';
import { swiglu } from '../gpu/kernels/pointwise/swiglu';
import { s4dScan } from '../gpu/kernels/scan/s4d_scan';
import { s4dStep } from '../gpu/kernels/scan/s4d_step';
import { scanStep } from '../gpu/kernels/scan/scan_step';
import { selectiveScan } from '../gpu/kernels/scan/selective_scan';
import type { Tensor } from '../gpu/tensor';

/** Up to so many rows it pays that every invocation of a linear layer computes the norm again. */
const FEW_ROWS = 4;

/**
 * Given a dispatch and those before it, finds dispatches to join with it, and one that does the work of all. `fuse` checks that
 * nothing else reads the tensors between them.
 */
type Rule = (
  before: readonly Dispatch[],
  last: Dispatch,
) => { readonly taken: readonly Dispatch[]; readonly joined: Dispatch } | undefined;

export function written({ kernel, buffers }: Dispatch): Tensor[] {
  return Object.entries(buffers).flatMap(([name, tensor]) => (kernel.buffers[name] === 'read' ? [] : [tensor]));
}

/** Buffers and dims of a dispatch if it is of the kernel. */
function match<Buf extends string, Dim extends string>(
  dispatch: Dispatch | undefined,
  wanted: Kernel<Buf, Dim>,
): { buffers: Readonly<Record<Buf, Tensor>>; dims: Readonly<Record<Dim, number>> } | undefined {
  if (!dispatch) return undefined;
  const { kernel, buffers, dims } = dispatch;
  const candidate: AnyKernel = wanted;
  return kernel === candidate && has(buffers, wanted.buffers) && has(dims, wanted.dims) ? { buffers, dims } : undefined;
}

function has<Key extends string, T>(
  record: Readonly<Record<string, T>>,
  keys: Readonly<Record<Key, unknown>>,
): record is Readonly<Record<Key, T>> {
  return Object.keys(keys).every(key => record[key] !== undefined);
}

/** A linear layer without bias or residual. */
function matchPlain(dispatch: Dispatch | undefined) {
  const linear = match(dispatch, matmulNt);
  return linear && linear.dims.has_bias === 0 && linear.dims.has_residual === 0 ? linear : undefined;
}

/** `sameRows`: b (columns) in every row. */
function matchSameRows(dispatch: Dispatch | undefined) {
  const linear = matchPlain(dispatch);
  const isOne = linear?.dims.inner === 1 && linear.dims.a_stride === 0 && linear.buffers.a.values?.[0] === 1;
  return isOne ? linear : undefined;
}

const normThenLinear: Rule = (before, last) => {
  const taken = before.slice(-1);
  const norm = match(taken[0], rmsNorm);
  const linear = match(last, matmulNt);
  if (!norm || !linear || linear.buffers.a !== norm.buffers.y || norm.dims.rows > FEW_ROWS) return undefined;
  const { rows, columns, inner, c_stride, c_offset, has_bias, has_residual } = linear.dims;
  if (inner !== norm.dims.D) return undefined;
  const { b, bias, residual, c } = linear.buffers;
  return {
    taken,
    joined: {
      kernel: normLinear,
      buffers: { x: norm.buffers.x, weight: norm.buffers.weight, b, bias, residual, c },
      dims: { rows, columns, inner, c_stride, c_offset, has_bias, has_residual, gated: 0, eps: norm.dims.eps },
      regions: last.regions,
    },
  };
};

const linearThenSwiglu: Rule = (before, last) => {
  const taken = before.slice(-1);
  const linear = match(taken[0], normLinear);
  const gate = match(last, swiglu);
  if (!linear || !gate || linear.buffers.c !== gate.buffers.x || linear.dims.gated !== 0) return undefined;
  const { columns, c_stride, has_bias, has_residual } = linear.dims;
  if (columns !== 2 * gate.dims.F || c_stride !== columns || has_bias || has_residual) return undefined;
  const dims = { ...linear.dims, columns: gate.dims.F, c_stride: gate.dims.F, gated: 1 };
  return { taken, joined: { kernel: normLinear, buffers: { ...linear.buffers, c: gate.buffers.y }, dims } };
};

const linearThenGlu: Rule = (before, last) => {
  const taken = before.slice(-1);
  const linear = match(taken[0], matmulNt);
  const gate = match(last, glu);
  if (!linear || !gate || linear.buffers.c !== gate.buffers.x || linear.dims.rows > FEW_ROWS) return undefined;
  const { rows, inner, columns, a_stride, a_offset, c_stride, has_bias, has_residual } = linear.dims;
  const { D, has_residual: adds } = gate.dims;
  const isWhole = a_stride === inner && a_offset === 0 && c_stride === columns && columns === 2 * D;
  if (!isWhole || has_bias === 0 || has_residual === 1 || adds === 0) return undefined;
  const { a, b, bias } = linear.buffers;
  const { residual, y: c } = gate.buffers;
  return { taken, joined: { kernel: linearGlu, buffers: { a, b, bias, residual, c }, dims: { rows, D, inner } } };
};

const positionsBetweenNormAndLinear: Rule = (before, last) => {
  const taken = before.slice(-2);
  const norm = match(taken[0], rmsNorm);
  const table = match(taken[1], addPositions);
  const waves = match(taken[1], addWaves);
  const located = table ?? waves;
  const linear = matchPlain(last);
  if (!norm || !located || !linear || norm.dims.rows > FEW_ROWS) return undefined;
  const { B, L, D, from_cursor } = located.dims;
  const { inner, columns, c_stride } = linear.dims;
  const isChain = located.buffers.x === norm.buffers.y && linear.buffers.a === located.buffers.y;
  if (!isChain || L !== 1 || from_cursor !== 1 || inner !== D || c_stride !== columns) return undefined;
  const positions = table?.buffers.weight ?? waves?.buffers.frequencies;
  if (!positions) return undefined;
  const { x, weight } = norm.buffers;
  const { b, c } = linear.buffers;
  return {
    taken,
    joined: {
      kernel: normPositionsLinear,
      buffers: { x, weight, positions, cursor: located.buffers.cursor, b, c },
      dims: { B, D, columns, places: table?.dims.places ?? 1, waves: waves ? 1 : 0, eps: norm.dims.eps },
    },
  };
};

const linearThenConv: Rule = (before, last) => {
  const taken = before.slice(-1);
  const linear = match(taken[0], normLinear);
  const conv = match(last, causalConv);
  if (!linear || !conv || linear.buffers.c !== conv.buffers.rows) return undefined;
  const { columns, inner: D, c_offset, has_bias, has_residual, gated, eps } = linear.dims;
  const { B, L, E, K, stride, x: inX, u, carry, plain, time_first } = conv.dims;
  const isStep = L === 1 && (carry === 1 || K === 1);
  const hasX = c_offset <= inX && inX + E <= c_offset + columns;
  if (!isStep || !hasX || has_bias || has_residual || gated || plain || time_first) return undefined;
  const { x: input, weight, b } = linear.buffers;
  const { weight: taps, bias, state, rows } = conv.buffers;
  const buffers = { input, weight, b, taps, bias, state, rows };
  const dims = { B, D, E, K, columns, stride, c: c_offset, x: inX, u, eps };
  return { taken, joined: { kernel: normLinearConv, buffers, dims } };
};

const scanThenGelu: Rule = (before, last) => {
  const taken = before.slice(-1);
  const scan = match(taken[0], s4dScan);
  const activation = match(last, gelu);
  if (!scan || !activation || scan.buffers.y !== activation.buffers.x) return undefined;
  const { B, L, D, N, carry } = scan.dims;
  if (L !== 1 || carry !== 1) return undefined;
  return {
    taken,
    joined: { kernel: s4dStep, buffers: { ...scan.buffers, y: activation.buffers.y }, dims: { B, D, N } },
  };
};

/** The dispatches of low-rank delta, B, C (one layer, learned vectors, or both), of Δ, and of the scan. */
const projectionsThenScan: Rule = (before, last) => {
  const scan = match(last, selectiveScan);
  if (scan?.dims.L !== 1 || scan.dims.carry !== 1) return undefined;
  const { B, E, N, stride, u, z, y, BC, BC_stride, gated } = scan.dims;
  const { rows, xdbl, A_log, D, carried: states } = scan.buffers;
  const steps = match(before.at(-1), matmulNt);
  if (steps?.buffers.c !== rows || steps.dims.c_offset !== scan.dims.delta || steps.dims.columns !== E)
    return undefined;
  const same = matchSameRows(before.at(-1));
  if (!same && (steps.buffers.a !== xdbl || steps.dims.has_bias !== 1)) return undefined;
  const R = same ? 0 : steps.dims.inner;
  const bias = same ? same.buffers.b : steps.buffers.bias;

  const nearest = matchPlain(before.at(-2));
  const isProjection = nearest?.buffers.a === rows && nearest.buffers.c === xdbl && nearest.dims.a_offset === u;
  const projection = isProjection ? nearest : undefined;
  const candidate = matchSameRows(before.at(projection ? -3 : -2));
  const fixed = candidate?.buffers.c === xdbl ? candidate : undefined;
  const projected = projection?.dims.columns ?? 0;
  if (R + 2 * N !== BC_stride || projected + (fixed?.dims.columns ?? 0) !== BC_stride) return undefined;
  return {
    taken: before.slice(-1 - (projection ? 1 : 0) - (fixed ? 1 : 0)),
    joined: {
      kernel: scanStep,
      // The buffer of a missing part is not read.
      buffers: {
        rows,
        projection: projection?.buffers.b ?? bias,
        fixed: fixed?.buffers.b ?? bias,
        weight: same ? bias : steps.buffers.b,
        bias,
        A_log,
        D,
        states,
      },
      dims: {
        B,
        E,
        N,
        R,
        stride,
        u,
        z,
        y,
        delta: same ? 0 : steps.dims.a_offset,
        BC,
        selective: projection?.dims.c_offset ?? BC_stride,
        projected,
        gated,
      },
    },
  };
};

/** In the order of trying: a later rule may join an earlier one's result. */
export const rules: readonly Rule[] = [
  normThenLinear,
  linearThenSwiglu,
  linearThenGlu,
  positionsBetweenNormAndLinear,
  linearThenConv,
  scanThenGelu,
  projectionsThenScan,
];
