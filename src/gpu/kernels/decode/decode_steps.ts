import type { Numbers } from '../../kernel';
import { ropeRows, ropeTurn } from '../attention/rope';
import { sigmoid } from '../functions';
import type { OperationName } from './decode_operations';
import { chooseToken, chosenFrom } from './sampling';

/** What the twin of `decode_model` works on, for one token of one sequence. */
export interface Machine {
  readonly room: Float64Array;
  readonly values: Numbers;
  /** Of the sequence: `size` numbers for each, from `offset` on. */
  kept(offset: number, size: number): Numbers;
  readonly program: Numbers;
  readonly sequence: number;
  readonly position: number;
  readonly token: number;
  readonly seed: number;
  readonly topK: number;
  readonly temperature: number;
  /** `token` is read next, `chosen` is the answer. */
  choose(token: number, chosen: number): void;
}

const phi = (x: number): number => (x > 0 ? x + 1 : Math.exp(x));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

function range(n: number, put: (i: number) => void): void {
  for (let i = 0; i < n; i++) put(i);
}

/** y (n) at `y`, or added to it. */
function put({ room }: Machine, y: number, adds: number, values: Numbers): void {
  range(values.length, i => {
    room[y + i] = values[i] + (adds ? room[y + i] : 0);
  });
}

type Step = (operands: Readonly<Record<string, number>>, machine: Machine) => void;

/** Plain loops in float64, an operation each. */
export const steps: Readonly<Record<OperationName, Step>> = {
  embed({ y, weight, D, V }, { room, values, token }) {
    const row = weight + Math.min(V - 1, Math.max(0, token)) * D;
    room.set(values.subarray(row, row + D), y);
  },
  rmsNorm({ x, weight, D, eps, y }, { room, values }) {
    const squares = room.subarray(x, x + D).reduce((sum, value) => sum + value * value, 0);
    const scale = 1 / Math.sqrt(squares / D + eps);
    range(D, i => {
      room[y + i] = room[x + i] * scale * values[weight + i];
    });
  },
  matvec({ x, K, weight, rows, bias, y, adds }, machine) {
    const { room, values } = machine;
    const products = new Float64Array(rows);
    range(rows, row => {
      let sum = bias >= 0 ? values[bias + row] : 0;
      for (let k = 0; k < K; k++) sum += room[x + k] * values[weight + row * K + k];
      products[row] = sum;
    });
    put(machine, y, adds, products);
  },
  recall({ state, n, y }, machine) {
    put(machine, y, 0, machine.kept(state, n));
  },
  swiglu({ x, F, y }, { room }) {
    range(F, i => {
      room[y + i] = room[x + i] * room[x + F + i] * sigmoid(room[x + F + i]);
    });
  },
  shortConv({ x, weight, bias, E, K, state, y }, { room, values, kept }) {
    const before = kept(state, E * (K - 1));
    range(E, e => {
      const window = [...before.subarray(e * (K - 1), (e + 1) * (K - 1)), room[x + e]];
      const sum = window.reduce((total, value, k) => total + value * values[weight + e * K + k], values[bias + e]);
      room[y + e] = sum * sigmoid(sum);
      before.set(window.slice(1), e * (K - 1));
    });
  },
  selectiveScan({ u, delta, z, inflows, rates, skip, E, N, state, y }, { room, values, kept }) {
    const h = kept(state, E * N);
    range(E, e => {
      const step = softplus(room[delta + e]);
      let sum = values[skip + e] * room[u + e];
      for (let n = 0; n < N; n++) {
        const at = e * N + n;
        h[at] = Math.exp(-step * Math.exp(values[rates + at])) * h[at] + step * room[u + e] * room[inflows + n];
        sum += h[at] * room[inflows + N + n];
      }
      room[y + e] = z < 0 ? sum : sum * room[z + e] * sigmoid(room[z + e]);
    });
  },
  lstmCell({ gates, H, h, c, y, adds }, machine) {
    const { room, kept } = machine;
    const [hidden, cells] = [kept(h, H), kept(c, H)];
    range(H, i => {
      const fresh = sigmoid(room[gates + i]) * Math.tanh(room[gates + 2 * H + i]);
      cells[i] = sigmoid(room[gates + H + i]) * cells[i] + fresh;
      hidden[i] = sigmoid(room[gates + 3 * H + i]) * Math.tanh(cells[i]);
    });
    put(machine, y, adds, hidden);
  },
  gruCell({ gates, recurrent, H, h, y, adds }, machine) {
    const { room, kept } = machine;
    const hidden = kept(h, H);
    range(H, i => {
      const r = sigmoid(room[gates + i] + room[recurrent + i]);
      const z = sigmoid(room[gates + H + i] + room[recurrent + H + i]);
      const n = Math.tanh(room[gates + 2 * H + i] + r * room[recurrent + 2 * H + i]);
      hidden[i] = (1 - z) * n + z * hidden[i];
    });
    put(machine, y, adds, hidden);
  },
  rnnCell({ gates, H, h, y, adds }, machine) {
    const hidden = machine.kept(h, H);
    range(H, i => {
      hidden[i] = Math.tanh(machine.room[gates + i]);
    });
    put(machine, y, adds, hidden);
  },
  convWindow({ x, D, K, dilation, slots, state, y }, { room, kept, position }) {
    const queue = kept(state, slots * D);
    queue.set(room.subarray(x, x + D), (position % slots) * D);
    for (let k = 0; k < K; k++) {
      const from = position - (K - 1 - k) * dilation;
      range(D, d => {
        room[y + d * K + k] = from >= 0 ? queue[(from % slots) * D + d] : 0;
      });
    }
  },
  tanhGate({ x, n, y }, { room }) {
    range(n, i => {
      room[y + i] = Math.tanh(room[x + i]) * sigmoid(room[x + n + i]);
    });
  },
  attention(operands, { room, kept, program, position }) {
    const { qkv, D, heads, slots, frequencies, y } = operands;
    const width = D / heads;
    const row = room.slice(qkv, qkv + 3 * D);
    const turns = program.subarray(frequencies, frequencies + width + (width % 2));
    ropeRows(row, { count: 1, stride: 3 * D, offset: 0, width: 2 * D }, turns, width, () => position);
    const [keys, values] = [kept(operands.keys, slots * D), kept(operands.values, slots * D)];
    keys.set(row.subarray(D, 2 * D), (position % slots) * D);
    values.set(row.subarray(2 * D), (position % slots) * D);
    const seen = Math.min(position + 1, slots);
    for (let first = 0; first < D; first += width) {
      const scores = Float64Array.from({ length: seen }, (_, slot) => {
        let score = 0;
        for (let i = first; i < first + width; i++) score += row[i] * keys[slot * D + i];
        return score / Math.sqrt(width);
      });
      const top = scores.reduce((most, score) => Math.max(most, score));
      const shares = scores.map(score => Math.exp(score - top));
      const total = shares.reduce((sum, share) => sum + share, 0);
      for (let i = first; i < first + width; i++) {
        room[y + i] = shares.reduce((sum, share, slot) => sum + share * values[slot * D + i], 0) / total;
      }
    }
  },
  linearAttention({ qkv, D, heads, eps, state, y }, { room, kept }) {
    const width = D / heads;
    const sums = kept(state, D * (width + 1));
    for (let first = 0; first < D; first += width) {
      const mixed = new Float64Array(width + 1);
      for (let i = first; i < first + width; i++) {
        for (let j = 0; j <= width; j++) {
          const value = j < width ? room[qkv + 2 * D + first + j] : 1;
          sums[i * (width + 1) + j] += phi(room[qkv + D + i]) * value;
          mixed[j] += phi(room[qkv + i]) * sums[i * (width + 1) + j];
        }
      }
      range(width, j => {
        room[y + first + j] = mixed[j] / (mixed[width] + eps);
      });
    }
  },
  choose({ logits, V }, machine) {
    const { room, position, sequence } = machine;
    const own = room.subarray(logits, logits + V);
    const token = chooseToken(own, machine, position + 1, sequence);
    machine.choose(token, chosenFrom(own, token));
  },
  addPositions({ y, weight, D, places }, machine) {
    const row = weight + Math.min(places - 1, machine.position) * D;
    put(machine, y, 1, machine.values.subarray(row, row + D));
  },
  addWaves({ y, D, frequencies }, { room, program, position }) {
    const turns = program.subarray(frequencies, frequencies + D + (D % 2));
    range(D, i => {
      const [cos, sin] = ropeTurn(turns, i >> 1, position);
      room[y + i] += i % 2 === 0 ? sin : cos;
    });
  },
};
