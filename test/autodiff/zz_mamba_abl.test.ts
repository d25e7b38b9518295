import { it } from 'vitest';
import { Tape } from '../../src/autodiff/tape';
import { Plan } from '../../src/gpu/plan';
import { sizeOf } from '../../src/gpu/tensor';
import { selectiveScan, savedStatesShape } from '../../src/gpu/kernels/selective_scan';
import { gpuBackend } from '../support/gpu';
import { randoms } from '../support/numbers';
it('bench', async () => {
  const backend = await gpuBackend();
  const [B, L, E, N] = [8, 128, 128, 16];
  const src = selectiveScan.source;
  const variants: Record<string, string> = {
    base: src,
    noexp: src.replaceAll(/exp\(delta \* (A\d)\)/g, '(delta * $1)'),
    noBC: src.replace('let value = vec4f(xdbl[i], xdbl[i + 1u], xdbl[i + 2u], xdbl[i + 3u]);', 'let value = vec4f(f32(i));'),
    neither: src.replaceAll(/exp\(delta \* (A\d)\)/g, '(delta * $1)').replace('let value = vec4f(xdbl[i], xdbl[i + 1u], xdbl[i + 2u], xdbl[i + 3u]);', 'let value = vec4f(f32(i));'),
    one: src.replace('let value = vec4f(xdbl[i], xdbl[i + 1u], xdbl[i + 2u], xdbl[i + 3u]);', 'let value = vec4f(xdbl[i]);'),
    wg64: src.replace('TILE: u32', 'TILE: u32'),
  };
  for (const [name, source] of Object.entries(variants)) {
    const tape = new Tape({ training: true });
    const p = (n: string, shape: readonly number[]) => tape.tensor(n, shape, 'persistent');
    const R = 4;
    const buffers = { rows: p('rows', [B * L, 5 * E]), xdbl: p('x', [B * L, R + 2 * N]), A_log: p('A', [E, N]), D: p('D', [E]), states: p('s', savedStatesShape(B, L, E, N)) };
    const kernel = { ...selectiveScan, name: name, source };
    const plan = await Plan.make(backend, { lists: { once: [{ kernel, buffers, dims: { B, L, E, N, R, save: 1, carry: 0 } }] }, placed: () => undefined });
    for (const t of Object.values(buffers)) backend.write(plan.view(t).memory, randoms(sizeOf(t.shape), 3));
    plan.run(['once']); await backend.settled();
    const times: number[] = [];
    for (let i = 0; i < 25; i++) { const s = process.cpuUsage(); plan.run(["once"]); await backend.settled(); const d = process.cpuUsage(s); times.push((d.user + d.system) / 1000); }
    times.sort((a, b) => a - b);
    console.log(name, 'median', times[12].toFixed(2), 'min', times[0].toFixed(2));
    plan.destroy();
  }
}, 120000);
