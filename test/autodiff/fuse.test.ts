import { describe, expect, it } from 'vitest';
import { fuse } from '../../src/autodiff/fuse';
import { mlp } from '../../src/autodiff/ops/mlp';
import { rmsNorm } from '../../src/autodiff/ops/rms_norm';
import { Tape } from '../../src/autodiff/tape';
import { normLinear } from '../../src/gpu/kernels/norm_linear';
import { scanStep } from '../../src/gpu/kernels/scan_step';
import { bindBlock } from '../../src/models/registry';
import { compareKernel } from '../support/kernel';
import { OUTPUT, randoms } from '../support/numbers';

/** Kernels of what a mixer or MLP records for one token of B sequences, before and after. */
function names(record: (tape: Tape) => void): { before: string[]; after: string[] } {
  const tape = new Tape({ training: false });
  record(tape);
  return { before: tape.forward.map(({ kernel }) => kernel.name), after: fuse(tape.forward).map(d => d.kernel.name) };
}

function recordMixer(tape: Tape, name: string, B: number): void {
  const D = 8;
  const { mixer, config } = bindBlock({ mixer: name }, 0);
  const shapes = new Map(mixer.parameters(config, D).map(spec => [spec.name, spec.shape]));
  const states = new Map(mixer.state(config, D, 4).map(spec => [spec.name, spec.shape]));
  const stream = tape.variable('stream', [B, 1, D]);
  mixer.forward({
    tape,
    config,
    parameter: parameter => tape.parameter(parameter, shapes.get(parameter) ?? []),
    x: rmsNorm(tape, stream, tape.parameter('norm', [D]), 1e-5),
    residual: stream,
    B,
    L: 1,
    D,
    carry: {
      state: state => tape.tensor(state, [B, ...(states.get(state) ?? [])], 'persistent'),
      cursor: tape.tensor('cursor', [4], 'persistent', 'i32'),
    },
  });
}

describe('fuse', () => {
  it('joins norm, first linear layer, and SwiGLU of an MLP', () => {
    const { before, after } = names(tape => {
      const x = tape.variable('x', [1, 8]);
      const normed = rmsNorm(tape, x, tape.parameter('norm', [8]), 1e-5);
      mlp(tape, normed, x, tape.parameter('fc1', [24, 8]), tape.parameter('fc2', [8, 12]));
    });
    expect(before).toEqual(['rms_norm', 'matmul_nt', 'swiglu', 'matmul_nt']);
    expect(after).toEqual(['norm_linear', 'matmul_nt']);
  });

  it('joins the steps of a Mamba block where they can be', () => {
    const { after } = names(tape => recordMixer(tape, 'mamba', 1));
    expect(after).toEqual(['norm_linear', 'causal_conv', 'matmul_nt', 'scan_step', 'matmul_nt']);
  });

  it('leaves alone what has two readers, or many rows', () => {
    const twice = names(tape => {
      const x = tape.variable('x', [1, 8]);
      const normed = rmsNorm(tape, x, tape.parameter('norm', [8]), 1e-5);
      mlp(tape, normed, normed, tape.parameter('fc1', [24, 8]), tape.parameter('fc2', [8, 12]));
    });
    expect(twice.after).toEqual(twice.before);
    expect(names(tape => recordMixer(tape, 'attention', 5)).after).toContain('rms_norm');
  });
});

describe('norm_linear: GPU equals twin', () => {
  it.each([
    [1, 1, 1, 0],
    [1, 7, 13, 1],
    [2, 131, 6, 0],
    [3, 64, 64, 1],
  ])('%i rows, %i columns, %i inner, gated %i', (rows, columns, inner, gated) => {
    const dims = { rows, columns, inner, c_stride: columns + 3, c_offset: 2, gated, eps: 1e-3 };
    const buffers = {
      x: randoms(rows * inner, 1),
      weight: randoms(inner, 2),
      b: randoms(2 * columns * inner, 3),
      bias: randoms(columns, 4),
      residual: randoms(rows * columns, 5),
      c: randoms(rows * (columns + 3), 6),
    };
    return compareKernel(normLinear, buffers, { ...dims, has_bias: gated, has_residual: 1 - gated }, OUTPUT);
  });
});

describe('scan_step: GPU equals twin', () => {
  it.each([
    [1, 1, 1, 1],
    [2, 67, 3, 5],
    [3, 32, 16, 2],
    [2, 5, 3, 2, 0],
  ])('B %i, E %i, N %i, R %i', (B, E, N, R, gated = 1) => {
    const buffers = {
      rows: randoms(B * 5 * E, 1),
      xdbl: randoms(B * (R + 2 * N), 2),
      weight: randoms(E * R, 3),
      bias: randoms(E, 4, 4),
      A_log: randoms(E * N, 5),
      D: randoms(E, 6),
      states: randoms(B * E * N, 7),
    };
    return compareKernel(scanStep, buffers, { B, E, N, R, gated }, OUTPUT);
  });
});
