import { it } from 'vitest';
import { Tape } from '../../src/autodiff/tape';
import { Plan } from '../../src/gpu/plan';
import { sizeOf } from '../../src/gpu/tensor';
import { selectiveScan, selectiveScanBackward, savedStatesShape } from '../../src/gpu/kernels/selective_scan';
import { gpuBackend } from '../support/gpu';
import { randoms } from '../support/numbers';
it('bench', async () => {
  const backend = await gpuBackend();
  const [B, L, E, N] = [8, 128, 128, 16];
  const R = 4;
  for (const [k, G] of [[selectiveScan, 16], [selectiveScan, 8], [selectiveScan, 4], [selectiveScanBackward, 8], [selectiveScanBackward, 4], [selectiveScanBackward, 2]] as [any, number][]) {
    const tape = new Tape({ training: true });
    const p = (n: string, shape: readonly number[]) => tape.tensor(n, shape, 'persistent');
    const all: Record<string, any> = { rows: p('rows', [B * L, 5 * E]), drows: p('drows', [B * L, 5 * E]), xdbl: p('x', [B * L, R + 2 * N]), A_log: p('A', [E, N]), D: p('D', [E]), states: p('s', savedStatesShape(B, L, E, N)), dA_log: p('da', [B, E, N]), dD: p('dd', [B, E]) };
    const buffers = Object.fromEntries(Object.keys(k.buffers).map(n => [n, all[n]]));
    const kernel = { ...k, name: k.name + G, constants: (d: any) => ({ ...k.constants(d), GROUP: G }) };
    const c0 = process.cpuUsage();
    const plan = await Plan.make(backend, { lists: { once: [{ kernel, buffers, dims: { B, L, E, N, R, save: 1, carry: 0 } }] }, placed: () => undefined });
    const c1 = process.cpuUsage(c0);
    for (const t of Object.values(buffers)) backend.write(plan.view(t).memory, randoms(sizeOf(t.shape), 3).map(Math.abs));
    plan.run(['once']); await backend.settled();
    const c2 = process.cpuUsage(c0);
    const times: number[] = [];
    for (let i = 0; i < 11; i++) { const s = process.cpuUsage(); plan.run(['once']); await backend.settled(); const d = process.cpuUsage(s); times.push((d.user + d.system) / 1000); }
    times.sort((a, b) => a - b);
    console.log(kernel.name, 'compile cpu ms', (c1.user + c1.system) / 1000, 'with first run', (c2.user + c2.system) / 1000, 'median', times[5].toFixed(2), 'min', times[0].toFixed(2));
    plan.destroy();
  }
}, 240000);
