import { selectiveScan } from '../../autodiff/ops/selective_scan';
import { type Slice, slice, whole } from '../../autodiff/slice';
import { Tape, type Var } from '../../autodiff/tape';
import { recordedSubject } from './recorded';
import type { MeasuredCase } from './subject';

export interface ScanShape {
  readonly B: number;
  readonly L: number;
  readonly E: number;
  readonly N: number;
  /** `forward` saves nothing for backward; `training` is forward with saved state, then backward. */
  readonly pass: 'forward' | 'training';
}

const LENGTHS = [256, 1024, 4096, 16384, 65536];

/** One narrow sequence of growing length. */
const longer: readonly ScanShape[] = LENGTHS.map(L => ({ B: 1, L, E: 64, N: 16, pass: 'forward' }));

/** Narrow enough for segments side by side. */
const narrow: readonly ScanShape[] = (['forward', 'training'] as const).map(pass => ({
  B: 1,
  L: 16384,
  E: 16,
  N: 16,
  pass,
}));

/** As in a Mamba block of width 64. */
const inTraining: readonly ScanShape[] = (['forward', 'training'] as const).map(pass => ({
  B: 8,
  L: 1024,
  E: 128,
  N: 16,
  pass,
}));

export const scanShapes: readonly ScanShape[] = [...longer, ...narrow, ...inTraining];

/** FLOPs of forward alone, per state and per channel, as in the cost of a Mamba block. Backward takes two forwards. */
const STATE_FLOPS = 7;
const CHANNEL_FLOPS = 14;

export function scanCase({ B, L, E, N, pass }: ScanShape): MeasuredCase {
  const training = pass === 'training';
  return {
    name: `B ${B}, L ${L}, E ${E}, N ${N}, ${training ? 'forward and backward' : 'forward'}`,
    work: { unit: 'update', amount: B * L * E * N },
    flops: (training ? 3 : 1) * B * L * E * (STATE_FLOPS * N + CHANNEL_FLOPS),
    async ours(backend) {
      const tape = new Tape({ training });
      const held = (label: string, shape: readonly number[]): Var => ({
        shape,
        data: tape.tensor(label, shape, 'persistent'),
        grad: training ? tape.tensor(`d ${label}`, shape, 'persistent') : undefined,
      });
      const parts = ['z', 'u', 'delta', 'y'];
      const rows = held('rows', [B, L, parts.length * E]);
      const columns = (part: string): Slice => slice(rows, parts.indexOf(part) * E, E);
      selectiveScan(tape, {
        u: columns('u'),
        delta: columns('delta'),
        z: columns('z'),
        y: columns('y'),
        BC: whole(held('xdbl', [B, L, 2 * N])),
        A_log: tape.parameter('A_log', [E, N]),
        D: tape.parameter('D', [E]),
      });
      return recordedSubject(backend, [...tape.forward, ...tape.backward]);
    },
  };
}
