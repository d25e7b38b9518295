import { defineStep } from '../step';

/** As `delta_scan`: q (H, K), k (R, H, K), v (R, H, V), b = β (R, H), a = ln a (H), -1 for none, y (H, V). S (H, K, V) is carried. */
export const deltaScan = defineStep({
  name: 'delta_scan',
  operands: ['q', 'k', 'v', 'b', 'a', 'H', 'K', 'V', 'R', 'S', 'y'],
  twin(operands, { workspace, state }) {
    const { q, k, v, b, a, H, K, V, R, y } = operands;
    const S = state(operands.S, H * K * V);
    for (let h = 0; h < H; h++) {
      const kept = a < 0 ? 1 : Math.exp(workspace[a + h]);
      for (let i = h * K * V; i < (h + 1) * K * V; i++) S[i] *= kept;
      for (let j = 0; j < V; j++) {
        const at = (i: number): number => (h * K + i) * V + j;
        for (let r = 0; r < R; r++) {
          const key = workspace.subarray(k + (r * H + h) * K, k + (r * H + h + 1) * K);
          const held = key.reduce((sum, own, i) => sum + own * S[at(i)], 0);
          const written = workspace[b + r * H + h] * (workspace[v + (r * H + h) * V + j] - held);
          for (let i = 0; i < K; i++) S[at(i)] += key[i] * written;
        }
        let sum = 0;
        for (let i = 0; i < K; i++) sum += S[at(i)] * workspace[q + h * K + i];
        workspace[y + h * V + j] = sum;
      }
    }
  },
});
