import { it } from 'vitest';
import { s4dConvolution } from '../../src/autodiff/ops/s4d_convolution';
import { s4dScan } from '../../src/autodiff/ops/s4d_scan';
import { Tape } from '../../src/autodiff/tape';
import { specialise } from '../../src/gpu/compose';
import { Plan } from '../../src/gpu/plan';
import { sizeOf } from '../../src/gpu/tensor';
import { gpuBackend, gpuDevice } from '../support/gpu';
import { randoms } from '../support/numbers';

const shapes = JSON.parse(process.env.SHAPES ?? '[[4,256,32,16]]');
const form = process.env.FORM ?? 'fft';
it('scratch', { timeout: 200000 }, async () => {
  const device = await gpuDevice();
  const backend = await gpuBackend();
  for (const [B, L, D, N] of shapes) {
    const tape = new Tape({ training: true });
    const written = [];
    const make = (name, shape, f) => {
      const t = tape.tensor(name, shape, 'persistent');
      written.push([t, Float32Array.from({ length: sizeOf(shape) }, (_, i) => f(i))]);
      return t;
    };
    const r = randoms(1000, 3);
    const par = (name, shape, f) => ({ name, shape, data: make(name, shape, f) });
    const h = N / 2;
    const params = {
      log_dt: par('log_dt', [D], i => -6.9 + 4.6 * Math.abs(r[i % 1000])),
      C: par('C', [D, h, 2], i => r[i % 1000]),
      log_A_real: par('a', [D, h], () => Math.log(0.5)),
      A_imag: par('w', [D, h], i => Math.PI * (i % h)),
      skip: par('skip', [D], i => r[i % 1000]),
    };
    const x = { shape: [B, L, D], data: make('x', [B, L, D], i => r[i % 1000]), grad: tape.tensor('dx', [B, L, D], 'persistent') };
    const y = form === 'fft' ? s4dConvolution(tape, x, params) : s4dScan(tape, x, params);
    const g = make('dy', [B, L, D], i => r[(i * 7) % 1000]);
    const { copy } = await import('../../src/gpu/kernels/copy');
    tape.pull(copy, { source: g, destination: y.grad }, { n: B * L * D });
    if (process.env.COMPILE) {
      const seen = new Set();
      for (const { kernel, dims } of [...tape.forward, ...tape.backward]) {
        const code = specialise(kernel.source, kernel.constants?.(dims) ?? {});
        if (seen.has(code)) continue;
        seen.add(code);
        const t0 = performance.now();
        const module = device.createShaderModule({ code });
        await device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } });
        console.log(kernel.name, 'compile', (performance.now() - t0).toFixed(0), 'ms');
      }
    }
    const lists = {};
    tape.forward.forEach((dispatch, i) => { lists[`f${i} ${dispatch.kernel.name}`] = [dispatch]; });
    tape.backward.forEach((dispatch, i) => { lists[`b${i} ${dispatch.kernel.name}`] = [dispatch]; });
    const plan = await Plan.make(backend, { lists, placed: () => undefined });
    for (const [t, v] of written) backend.write(plan.view(t).memory, v);
    const names = Object.keys(lists);
    const f = names.filter(n => n.startsWith('f'));
    const time = async (list, times) => {
      plan.run(list); await backend.settled();
      let best = 1e9;
      for (let k = 0; k < 3; k++) {
        const t0 = performance.now();
        plan.run(list, times); await backend.settled();
        best = Math.min(best, (performance.now() - t0) / times);
      }
      return best.toFixed(2);
    };
    const times = Number(process.env.TIMES ?? 3);
    const text = [`B${B} L${L} D${D} N${N} forward ${await time(f, times)} all ${await time(names, times)}`];
    if (process.env.EACH) for (const n of names) text.push(`  ${n} ${await time([n], times)}`);
    console.log(text.join('\n'));
    plan.destroy();
  }
});
