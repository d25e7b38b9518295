import { defineStep } from '../step';

/** As `matrix_scan`: q, k (G, K), v, y (H, V), gates (2H), or ln a of each key (H, K) if `of_keys`, -1 for none. `counts` as there. S (H, V, K) is carried. y may be where v is, unless it counts. */
export const matrixScan = defineStep({
  name: 'matrix_scan',
  operands: ['q', 'k', 'v', 'gates', 'of_keys', 'H', 'G', 'K', 'V', 'counts', 'S', 'y'],
  twin(operands, { workspace, state }) {
    const { q, k, v, gates, of_keys, H, G, K, V, counts, y } = operands;
    const S = state(operands.S, H * V * K);
    const valueAt = (row: number): number => {
      const head = Math.floor(row / V);
      return counts && row % V === V - 1 ? 1 : workspace[v + row - head * counts];
    };
    for (let row = 0; row < H * V; row++) {
      const head = Math.floor(row / V);
      const sharedBy = Math.floor((head * G) / H) * K;
      const kept = (i: number): number =>
        gates < 0 ? 1 : Math.exp(workspace[gates + (of_keys ? head * K + i : head)]);
      const written = (gates < 0 || of_keys ? 1 : workspace[gates + H + head]) * valueAt(row);
      let sum = 0;
      for (let i = 0; i < K; i++) {
        S[row * K + i] = kept(i) * S[row * K + i] + written * workspace[k + sharedBy + i];
        sum += S[row * K + i] * workspace[q + sharedBy + i];
      }
      workspace[y + row] = sum;
    }
  },
});
