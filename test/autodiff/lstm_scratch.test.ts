import { it } from 'vitest';
import { Tape } from '../../src/autodiff/tape';
import { lstmSequence, lstmSequenceBackward } from '../../src/gpu/kernels/lstm';
import { recurrentPack } from '../../src/gpu/kernels/recurrent_pack';
import { Plan } from '../../src/gpu/plan';
import { gpuBackend } from '../support/gpu';
import { randoms } from '../support/numbers';
async function time(name: string, kernel: any, sizes: Record<string, number>, dims: any) {
  const backend = await gpuBackend();
  const tape = new Tape({ training: true });
  const e = Object.entries(sizes).map(([n, s]) => [n, tape.tensor(n, [s], 'persistent')] as const);
  const t0 = performance.now();
  const plan = await Plan.make(backend, { lists: { once: [{ kernel, buffers: Object.fromEntries(e), dims }] }, placed: () => undefined });
  const compile = performance.now() - t0;
  for (const [n, t] of e) backend.write(plan.view(t).memory, randoms(sizes[n] ?? 0, 1, 0.2));
  await backend.settled();
  const times: string[] = [];
  for (let i = 0; i < 7; i++) {
    const t = process.cpuUsage();
    plan.run(['once']);
    await backend.settled();
    const u = process.cpuUsage(t); times.push(((u.user + u.system) / 1000).toFixed(1));
  }
  console.log(name, 'compile', compile.toFixed(0), 'runs', times.join(' '));
  plan.destroy();
}
it('time', async () => {
  for (const [B, L, H] of [[8, 128, 64], [1, 1, 64], [1, 1, 128],[8,128,128]] as const) {
    for (const packed of L === 1 ? [0, 1] : [1])
      await time(`forward ${B} ${L} ${H} packed ${packed}`, lstmSequence, { weight_hh: 4*H*H, bias_hh: 4*H, residual: B*L*H, state_h: B*H, state_c: B*H, gates: B*L*4*H, cells: B*L*H, y: B*L*H }, { B, L, H, has_residual: 1, carried: L === 1 ? 1 : 0, packed });
    if (L > 1) await time(`backward ${B} ${L} ${H}`, lstmSequenceBackward, { weight_hh: 4*H*H, dy: B*L*H, gates: B*L*4*H, cells: B*L*H }, { B, L, H });
    await time(`pack ${H}`, recurrentPack, { weight: 4*H*H, forward: 4*H*H, backward: 4*H*H }, { H, gates: 4, both: 1 });
  }
}, 100000);
