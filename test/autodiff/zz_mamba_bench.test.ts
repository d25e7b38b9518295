import { it } from 'vitest';
import { Tape } from '../../src/autodiff/tape';
import { Plan } from '../../src/gpu/plan';
import { sizeOf } from '../../src/gpu/tensor';
import { causalConv, causalConvBackward, convCopies, convSegment } from '../../src/gpu/kernels/causal_conv';
import { selectiveScan, selectiveScanBackward, selectiveScanTiles, savedStatesShape } from '../../src/gpu/kernels/selective_scan';
import { gpuBackend } from '../support/gpu';
import { randoms } from '../support/numbers';

const shapes = (process.env.SHAPES ?? '8,128,128,16').split(' ').map(s => s.split(',').map(Number));
it('bench', async () => {
  const backend = await gpuBackend();
  for (const [B, L, E, N] of shapes) {
    const R = Math.ceil(E / 32);
    const tape = new Tape({ training: true });
    const p = (name: string, shape: readonly number[]) => tape.tensor(name, shape, 'persistent');
    const rows = p('rows', [B * L, 5 * E]), drows = p('drows', [B * L, 5 * E]), xdbl = p('xdbl', [B * L, R + 2 * N]), dxdbl = p('dxdbl', [B * L, R + 2 * N]);
    const A_log = p('A', [E, N]), D = p('D', [E]), states = p('states', savedStatesShape(B, L, E, N)), dA_log = p('dA', [B, E, N]), dD = p('dD', [B, E]);
    const weight = p('w', [E, 1, 4]), bias = p('b', [E]), dweight = p('dw', [convCopies(B, L), E, 4]), dbias = p('db', [convCopies(B, L), E]);
    const dims = { B, L, E, N, R };
    const seg = convSegment(B, L);
    const lists = {
      scan: [{ kernel: selectiveScan, buffers: { rows, xdbl, A_log, D, states }, dims: { ...dims, save: 1, carry: 0 } }],
      scanBackward: [{ kernel: selectiveScanBackward, buffers: { rows, xdbl, A_log, D, drows, states, dA_log, dD }, dims }],
      tiles: [{ kernel: selectiveScanTiles, buffers: { states, dxdbl }, dims }],
      conv: [{ kernel: causalConv, buffers: { rows, weight, bias, state: tape.nowhere() }, dims: { B, L, E, K: 4, segment: seg, carry: 0 } }],
      convBackward: [{ kernel: causalConvBackward, buffers: { rows, weight, bias, drows, dweight, dbias }, dims: { B, L, E, K: 4, segment: seg } }],
    };
    const out: string[] = [];
    for (const [name, list] of Object.entries(lists)) {
      const t0 = performance.now();
      const plan = await Plan.make(backend, { lists: { once: list }, placed: () => undefined });
      const buffers: Record<string, any> = list[0].buffers;
      for (const [n, t] of Object.entries(buffers)) backend.write(plan.view(t).memory, randoms(sizeOf(t.shape), 3));
      const t1 = performance.now();
      plan.run(['once']);
      await backend.settled();
      const t2 = performance.now();
      const times: number[] = [];
      for (let i = 0; i < 15; i++) {
        const s = process.cpuUsage();
        plan.run(['once']);
        await backend.settled();
        const d = process.cpuUsage(s); times.push((d.user + d.system) / 1000);
      }
      times.sort((a, b) => a - b);
      out.push(`${name}: prepare ${(t1 - t0).toFixed(0)} first ${(t2 - t1).toFixed(0)} median ${times[7].toFixed(2)} ms min ${times[0].toFixed(2)}  = ${(times[7] * 1e6 / (B * L * E * N)).toFixed(2)} ns/elem`);
      plan.destroy();
    }
    console.log([B, L, E, N].join(','), '\n' + out.join('\n'));
  }
}, 120000);
