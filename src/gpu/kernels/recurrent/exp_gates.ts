import { allOf, defineKernel, type Numbers, u32 } from '../../kernel';
import { sigmoid, softplus } from '../functions';

/** Columns of `rows` (B·L, 8D): the gates i, f, z, o as they act, then what a unit keeps: c, ν, m, and 1 - sigmoid(f). */
export const EXP_GATE_COLUMNS = 8;

const SIZES = u32('B', 'L', 'D', 'n', 'carried');

/** vec4s of workgroup memory that every device has. */
const VECTORS = 1024;

/** Units of a head whose weights from or to all others fit that memory, beside a vec4 a unit. */
const stagedOf = (n: number): number => Math.min(n, Math.floor(VECTORS / n) - 1);

interface Sizes {
  readonly B: number;
  readonly L: number;
  readonly D: number;
  readonly n: number;
}

function shared<Name extends string>(name: Name, each: number) {
  return {
    name,
    dims: SIZES,
    constants: ({ n }: Sizes): Record<string, number> => ({ UNITS: n, STAGED: stagedOf(n) }),
    work: ({ B, L, D, n }: Sizes): number => B * L * D * (each * n + 40),
    time: { steps: ({ L }: Sizes) => L },
    grid: ({ B, D, n }: Sizes) => [D / n, B, 1] as const,
  } as const;
}

/** What a unit carries from token to token. */
export interface ExpCell {
  readonly c: number;
  readonly ν: number;
  readonly m: number;
}

/** A unit after a token, from the sums of its gates i, f, z, o: how they act, its cell, and y. ν is 0 before the first token. */
export function expStep([i, f, z, o]: readonly number[], before: ExpCell) {
  const kept = -softplus(-f) + before.m;
  const m = before.ν > 0 ? Math.max(kept, i) : i;
  const [writes, keeps] = [Math.exp(i - m), before.ν > 0 ? Math.exp(kept - m) : 0];
  const [fresh, shows] = [Math.tanh(z), sigmoid(o)];
  const cell = { c: keeps * before.c + writes * fresh, ν: keeps * before.ν + writes, m };
  return { acts: [writes, keeps, fresh, shows], cell, y: (shows * cell.c) / cell.ν };
}

/**
 * sLSTM (Beck et al. 2024): gates i and f are exponential and held at most 1 by m, and each head of n units sees its own y of the token
 * before. `rows` (B·L, 8D): its first 4D columns hold the gates' inputs, slot by slot, and afterwards all hold EXP_GATE_COLUMNS. weight
 * (D / n, 4n, n), bias (4D) -> y (B, L, D). If `carried`, it starts from the states (B, D) and leaves the new ones there.
 */
export const expGateSequence = defineKernel({
  ...shared('exp_gate_sequence', 4),
  buffers: {
    ...allOf('read', 'weight', 'bias'),
    ...allOf('write', 'rows', 'y', 'state_y', 'state_c', 'state_n', 'state_m'),
  },
  reference({ weight, bias, rows, y, state_y, state_c, state_n, state_m }, { B, L, D, n, carried }) {
    for (let b = 0; b < B; b++) {
      const start = (state: Numbers): Float64Array =>
        carried ? Float64Array.from(state.subarray(b * D, (b + 1) * D)) : new Float64Array(D);
      let shown = start(state_y);
      const [c, ν, m] = [start(state_c), start(state_n), start(state_m)];
      for (let t = 0; t < L; t++) {
        const row = (b * L + t) * EXP_GATE_COLUMNS * D;
        const next = new Float64Array(D);
        for (let d = 0; d < D; d++) {
          const head = d - (d % n);
          const sums = [0, 1, 2, 3].map(slot => {
            let sum = rows[row + slot * D + d] + bias[slot * D + d];
            for (let k = 0; k < n; k++) sum += weight[(head * 4 + slot * n + (d % n)) * n + k] * shown[head + k];
            return sum;
          });
          const { acts, cell, y: own } = expStep(sums, { c: c[d], ν: ν[d], m: m[d] });
          [c[d], ν[d], m[d], next[d]] = [cell.c, cell.ν, cell.m, own];
          [...acts, cell.c, cell.ν, cell.m, sigmoid(-sums[1])].forEach((value, column) => {
            rows[row + column * D + d] = value;
          });
          y[(b * L + t) * D + d] = own;
        }
        shown = next;
      }
      if (!carried) continue;
      state_y.set(shown, b * D);
      state_c.set(c, b * D);
      state_n.set(ν, b * D);
      state_m.set(m, b * D);
    }
  },
});

/**
 * Adjoint of `exp_gate_sequence`, from dy (B, L, D) and what it left in `rows`, whose first 4D columns become the gradients of the gates'
 * sums. `carry` (B, 3, D): of y, c, and ν, between parts. start_c, start_n (B, D), if `carried`: what it started from. m is a constant:
 * y does not depend on it.
 */
export const expGateSequenceBackward = defineKernel({
  ...shared('exp_gate_sequence_backward', 4),
  buffers: {
    ...allOf('read', 'weight', 'dy'),
    rows: 'write',
    carry: 'scratch',
    ...allOf('read', 'start_c', 'start_n'),
  },
  reference({ weight, dy, rows, start_c, start_n }, { B, L, D, n, carried }) {
    for (let b = 0; b < B; b++) {
      let dshown = new Float64Array(D);
      const [dc, dν] = [new Float64Array(D), new Float64Array(D)];
      for (let t = L - 1; t >= 0; t--) {
        const row = (b * L + t) * EXP_GATE_COLUMNS * D;
        const earlier = new Float64Array(D);
        for (let d = 0; d < D; d++) {
          const [writes, keeps, fresh, shows, c, ν, , forgets] = Array.from(
            { length: EXP_GATE_COLUMNS },
            (_, column) => rows[row + column * D + d],
          );
          const before = (column: number, start: Numbers): number => {
            if (t > 0) return rows[row + (column - EXP_GATE_COLUMNS) * D + d];
            return carried ? start[b * D + d] : 0;
          };
          const pull = dy[(b * L + t) * D + d] + dshown[d];
          const ofC = dc[d] + (pull * shows) / ν;
          const ofν = dν[d] - (pull * shows * c) / ν ** 2;
          const ofKeeps = ofC * before(4, start_c) + ofν * before(5, start_n);
          const gradients = [
            (ofC * fresh + ofν) * writes,
            ofKeeps * keeps * forgets,
            ofC * writes * (1 - fresh ** 2),
            ((pull * c) / ν) * shows * (1 - shows),
          ];
          const head = d - (d % n);
          gradients.forEach((gradient, slot) => {
            rows[row + slot * D + d] = gradient;
            for (let k = 0; k < n; k++) {
              earlier[head + k] += gradient * weight[(head * 4 + slot * n + (d % n)) * n + k];
            }
          });
          [dc[d], dν[d]] = [ofC * keeps, ofν * keeps];
        }
        dshown = earlier;
      }
    }
  },
});
