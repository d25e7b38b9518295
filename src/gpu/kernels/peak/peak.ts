import { linearGrid } from '../../grid';
import { defineKernel, u32 } from '../../kernel';

/** Multiply-adds of a vec4 that one chain does in one iteration. */
const LINKS = 4;
const LANES = 4;

/** `QUADS` of the shader. */
const QUADS_EACH = 8;

/** FLOPs of one dispatch of `peak_fma`: 2 per multiply-add. */
export function peakFlops(dims: {
  readonly invocations: number;
  readonly iterations: number;
  readonly chains: number;
}): number {
  return 2 * LINKS * LANES * dims.invocations * dims.iterations * dims.chains;
}

/** sums (invocations): of the ends of all chains x -> scale x + shift, four lanes each. `chains`, 1, 2, 4, or 8, of them run. */
export const peakFma = defineKernel({
  name: 'peak_fma',
  buffers: { sums: 'write' },
  dims: { ...u32('invocations', 'iterations'), scale: 'f32', shift: 'f32', ...u32('chains') },
  constants: ({ chains }) => ({ CHAINS: chains }),
  work: dims => peakFlops(dims) / 2,
  grid: ({ invocations }) => linearGrid(invocations, 64),
  reference({ sums }, { invocations, iterations, scale, shift, chains }) {
    for (let i = 0; i < invocations; i++) {
      let sum = 0;
      for (let chain = 0; chain < 8; chain++) {
        for (let lane = 0; lane < LANES; lane++) {
          let x = (i % 64) + chain + lane / LANES;
          const length = chain < chains ? LINKS * iterations : 0;
          for (let link = 0; link < length; link++) x = x * scale + shift;
          sum += x;
        }
      }
      sums[i] = sum;
    }
  },
});

/** destination = source, both (4 · quads). */
export const peakCopy = defineKernel({
  name: 'peak_copy',
  buffers: { source: 'read', destination: 'write' },
  dims: u32('quads'),
  grid: ({ quads }) => linearGrid(quads, 64 * QUADS_EACH),
  reference({ source, destination }, { quads }) {
    for (let i = 0; i < 4 * quads; i++) destination[i] = source[i];
  },
});
