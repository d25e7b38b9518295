import type { Numbers } from '../../kernel';

/** What a unit has after a token. */
export interface CellStep {
  /** After their nonlinearities. */
  readonly gates: readonly number[];
  readonly h: number;
  /** Absent if the cell carries h alone. */
  readonly c?: number;
}

/** Gradients that a unit at a token computes. */
export interface StepBack {
  /** Of W_hh h + b_hh, one for each gate. */
  readonly gates: readonly number[];
  /** Of W_ih x + b_ih, if they differ from `gates`. */
  readonly inputs?: readonly number[];
  /** Of h at the token before, without what goes through W_hh. */
  readonly h?: number;
  /** Of c at the token before. */
  readonly c?: number;
}

/** The state of a unit before the first token. */
interface Start {
  readonly h: number;
  readonly c: number;
}

type BackwardBuffers = Readonly<
  Record<'weight_hh' | 'dy' | 'gates' | 'start_h', Numbers> & { start_c?: Numbers; dgates?: Numbers }
>;

type ForwardBuffers = Readonly<
  Record<'weight_hh' | 'bias_hh' | 'residual' | 'gates' | 'y' | 'state_h', Numbers> & { state_c?: Numbers }
>;

/**
 * The twin of a forward kernel. `step` gets the recurrent sums of a unit's gates, with the inputs added for the first `joined` gates;
 * the unit's place `at` in a tensor (B, L, H); and h and c of the token before.
 */
export function runSequence(
  { gates: count, joined }: { readonly gates: number; readonly joined: number },
  { weight_hh, bias_hh, residual, gates, y, state_h, state_c }: ForwardBuffers,
  {
    B,
    L,
    H,
    has_residual,
    carried,
    packed,
  }: Readonly<Record<'B' | 'L' | 'H' | 'has_residual' | 'carried' | 'packed', number>>,
  step: (sums: readonly number[], at: number, h: number, c: number) => CellStep,
): void {
  const weight = (gate: number, unit: number, k: number): number =>
    weight_hh[packed ? (k * H + unit) * 4 + gate : (gate * H + unit) * H + k];
  const start = (state: Numbers | undefined, b: number): Float64Array =>
    carried && state ? Float64Array.from(state.subarray(b * H, (b + 1) * H)) : new Float64Array(H);
  for (let b = 0; b < B; b++) {
    let h = start(state_h, b);
    const c = start(state_c, b);
    for (let t = 0; t < L; t++) {
      const row = b * L + t;
      const next = new Float64Array(H);
      for (let unit = 0; unit < H; unit++) {
        const sums = Array.from({ length: count }, (_, gate) => {
          let sum = bias_hh[gate * H + unit];
          if (gate < joined) sum += gates[(row * count + gate) * H + unit];
          for (let k = 0; k < H; k++) sum += weight(gate, unit, k) * h[k];
          return sum;
        });
        const at = row * H + unit;
        const made = step(sums, at, h[unit], c[unit]);
        made.gates.forEach((value, gate) => {
          gates[(row * count + gate) * H + unit] = value;
        });
        next[unit] = made.h;
        c[unit] = made.c ?? 0;
        y[at] = made.h + (has_residual ? residual[at] : 0);
      }
      h = next;
    }
    if (carried) {
      state_h.set(h, b * H);
      state_c?.set(c, b * H);
    }
  }
}

/**
 * The twin of a backward kernel. `back` gets the gates of a unit, after their nonlinearities; its place `at` in a tensor (B, L, H); at
 * the first token, the h and c that forward started from; and the gradients of its h and c.
 */
export function pullSequence(
  count: number,
  { weight_hh, dy, gates, dgates, start_h, start_c }: BackwardBuffers,
  { B, L, H, segment, carried }: Readonly<Record<'B' | 'L' | 'H' | 'segment' | 'carried', number>>,
  back: (activated: readonly number[], at: number, start: Start | undefined, dh: number, dc: number) => StepBack,
): void {
  const startOf = (i: number): Start => ({ h: carried ? start_h[i] : 0, c: carried && start_c ? start_c[i] : 0 });
  for (let b = 0; b < B; b++) {
    let dhidden = new Float64Array(H);
    const dcell = new Float64Array(H);
    for (let t = L - 1; t >= 0; t--) {
      const row = b * L + t;
      const earlier = new Float64Array(H);
      for (let unit = 0; unit < H; unit++) {
        const at = row * H + unit;
        const place = (gate: number): number => (row * count + gate) * H + unit;
        const activated = Array.from({ length: count }, (_, gate) => gates[place(gate)]);
        const pulled = back(
          activated,
          at,
          t === 0 ? startOf(b * H + unit) : undefined,
          dy[at] + dhidden[unit],
          dcell[unit],
        );
        earlier[unit] += pulled.h ?? 0;
        dcell[unit] = pulled.c ?? 0;
        pulled.gates.forEach((gradient, gate) => {
          gates[place(gate)] = pulled.inputs?.[gate] ?? gradient;
          if (dgates) dgates[place(gate)] = gradient;
          for (let k = 0; k < H; k++) earlier[k] += weight_hh[(unit * H + k) * 4 + gate] * gradient;
        });
      }
      dhidden = t % segment === 0 ? new Float64Array(H) : earlier;
      if (t % segment === 0) dcell.fill(0);
    }
  }
}
