import { it } from 'vitest';
import { Tape } from '../../src/autodiff/tape';
import { attention } from '../../src/autodiff/ops/attention';
import { Plan } from '../../src/gpu/plan';
import { gpuBackend } from '../support/gpu';
import { randoms } from '../support/numbers';

const cases = (process.env.CASES ?? '8,128,64,4').split(';').map(c => c.split(',').map(Number));
it('bench', async () => {
  const backend = await gpuBackend();
  for (const [B = 1, L = 1, D = 1, heads = 1, window] of cases) {
    const tape = new Tape({ training: true });
    const data = tape.tensor('qkv', [B, L, 3 * D], 'persistent');
    const grad = tape.tensor('dqkv', [B, L, 3 * D], 'persistent');
    const y = attention(tape, { shape: data.shape, data, grad }, { heads, window, ropeBase: 10000 });
    // dy is never written: make it persistent
    const fix = (d: any) => ({ ...d, buffers: Object.fromEntries(Object.entries(d.buffers).map(([k, t]: any) => [k, { ...t, lifetime: 'persistent' }])) });
    const t0 = performance.now(); const c0 = process.cpuUsage();
    const plan = await Plan.make(backend, { lists: { forward: tape.forward.map(fix), backward: tape.backward.map(fix) }, placed: () => undefined });
    const t1 = process.cpuUsage(c0).user / 1000 + t0;
    backend.write(plan.view(data).memory, randoms(B * L * 3 * D, 1));
    const time = async (list: string) => {
      plan.run([list]); await backend.settled();
      const times: number[] = [];
      const started = performance.now();
      while (times.length < 5 || (performance.now() - started < 1500 && times.length < 50)) {
        const s = process.cpuUsage(); plan.run([list]); await backend.settled(); const e = process.cpuUsage(s); times.push((e.user + e.system) / 1000);
      }
      times.sort((a, b) => a - b);
      return `min ${times[0]?.toFixed(2)} med ${times[times.length >> 1]?.toFixed(2)}`;
    };
    const t2 = performance.now();
    plan.run(['forward']); await backend.settled(); const t3 = performance.now();
    plan.run(['backward']); await backend.settled(); const t4 = performance.now();
    console.log([B, L, D, heads, window].join(), `compile ${(t1 - t0).toFixed(0)} first fwd ${(t3-t2).toFixed(0)} first bwd ${(t4-t3).toFixed(0)}`, 'fwd', await time('forward'), 'bwd', await time('backward'));
    void y;
    plan.destroy();
  }
}, 100000);
