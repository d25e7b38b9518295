/**
 * What `decode_model` can do with one token, and the operands of each, in the order of the shader's `switch`.
 * Places in workgroup memory (`room`): x, y, gates, recurrent, qkv, scores, logits, u, delta, z, inflows. Places in the parameter
 * arena: weight, bias, rates, skip. Places in the carried state: state, h, c, keys, values. `adds`: y += result.
 */
export const operations = {
  /** y (D) = weight[token] */
  embed: ['y', 'weight', 'D', 'V'],
  rmsNorm: ['x', 'weight', 'D', 'eps', 'y'],
  /** weight (rows, K); bias -1: none */
  matvec: ['x', 'K', 'weight', 'rows', 'bias', 'y', 'adds'],
  /** y (n) = state */
  recall: ['state', 'n', 'y'],
  swiglu: ['x', 'F', 'y'],
  /** `causal_conv`, one token */
  shortConv: ['x', 'weight', 'bias', 'E', 'K', 'state', 'y'],
  /** `selective_scan`, one token; inflows: B (N), then C (N); z -1: no gate */
  selectiveScan: ['u', 'delta', 'z', 'inflows', 'rates', 'skip', 'E', 'N', 'state', 'y'],
  /** gates (4H), i f g o, before their nonlinearities */
  lstmCell: ['gates', 'H', 'h', 'c', 'y', 'adds'],
  /** gates (3H) W_ih x + b_ih and recurrent (3H) W_hh h + b_hh, r z n */
  gruCell: ['gates', 'recurrent', 'H', 'h', 'y', 'adds'],
  rnnCell: ['gates', 'H', 'h', 'y', 'adds'],
  /** y (D, K): the taps of a dilated convolution, the token last; it enters the queue in `state` */
  convWindow: ['x', 'D', 'K', 'dilation', 'slots', 'state', 'y'],
  /** y (n) = tanh(x[i]) · sigmoid(x[n + i]) */
  tanhGate: ['x', 'n', 'y'],
  /** qkv (3D) is overwritten; scores (heads, chunk + 3); frequencies: a place in the program */
  attention: ['qkv', 'D', 'heads', 'slots', 'keys', 'values', 'frequencies', 'chunk', 'scores', 'y'],
  /** qkv (3D) is overwritten */
  linearAttention: ['qkv', 'D', 'heads', 'eps', 'state', 'y'],
  /** `sample_token` */
  choose: ['logits', 'V'],
  /** y (D) += weight[position] (places, D), the last row for all beyond */
  addPositions: ['y', 'weight', 'D', 'places'],
  /** y (D) += (sin, cos) of the position; frequencies: a place in the program */
  addWaves: ['y', 'D', 'frequencies'],
} as const;

export type OperationName = keyof typeof operations;
export type Operands<Name extends OperationName> = Readonly<Record<(typeof operations)[Name][number], number>>;

/** Integers of an instruction: its operation from 1, then its operands. */
export const INSTRUCTION_LENGTH = 12;

const names = Object.keys(operations) as readonly OperationName[];

/** Operands that are no integers: they travel as the bits of a float. */
const FRACTIONS: ReadonlySet<string> = new Set(['eps']);

const bits = new DataView(new ArrayBuffer(4));

function toBits(value: number): number {
  bits.setFloat32(0, value);
  return bits.getInt32(0);
}

function fromBits(value: number): number {
  bits.setInt32(0, value);
  return bits.getFloat32(0);
}

export function encode<Name extends OperationName>(name: Name, operands: Operands<Name>): number[] {
  const values: Readonly<Record<string, number>> = operands;
  const encoded = operations[name].map(operand => {
    const value = values[operand] ?? 0;
    return FRACTIONS.has(operand) ? toBits(value) : value;
  });
  const padding = Array<number>(INSTRUCTION_LENGTH - 1 - encoded.length).fill(0);
  return [names.indexOf(name) + 1, ...encoded, ...padding];
}

/** Throws RangeError where there is no such operation. */
export function decode(
  program: ArrayLike<number>,
  at: number,
): { name: OperationName; operands: Record<string, number> } {
  const name = names[Number(program[at]) - 1];
  if (!name) throw new RangeError(`there is no operation ${program[at]}`);
  const entries = operations[name].map((operand, i) => {
    const value = Number(program[at + 1 + i]);
    return [operand, FRACTIONS.has(operand) ? fromBits(value) : value] as const;
  });
  return { name, operands: Object.fromEntries(entries) };
}
