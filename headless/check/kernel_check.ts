import { Tape } from '../../src/autodiff/tape';
import type { Backend } from '../../src/gpu/backend';
import type { AdapterFacts, AnyKernel } from '../../src/gpu/kernel';
import { table } from '../../src/gpu/kernel_table';
import { peakCopy, peakFma } from '../../src/gpu/kernels/peak/peak';
import type { Tensor } from '../../src/gpu/tensor';
import { runProbe } from '../../src/gpu/variant_check';
import { recordedSubject } from '../../src/lab/measure/recorded';
import type { Model } from '../../src/models/model';
import { PairedBackend } from './paired_backend';
import { LONG, logits, longModels, losses, sampled } from './tiny_runs';

/** Dims that probes take their constants from. Heads have six elements, so every second one starts in the middle of a vec4. */
const PROBED = { rows: 70, D: 12, heads: 2, K: 3, V: 5, N: 6, inner: 64, gated: 1 };

/** How far a kernel, or a variant, was from its twin at most, and where. */
export interface KernelReach {
  readonly form: string;
  readonly difference: number;
  readonly buffer: string;
  readonly dispatches: number;
}

/** Runs kernels beside their twins, and remembers the largest differences. */
export class KernelCheck {
  readonly #paired: PairedBackend;
  readonly #reached = new Map<string, KernelReach>();

  constructor(backend: Backend, facts: AdapterFacts | undefined) {
    this.#paired = new PairedBackend(backend, facts, (form, buffer, difference) => {
      const known = this.#reached.get(form);
      const worst = known && known.difference >= difference ? known : { difference, buffer };
      this.#reached.set(form, {
        form,
        difference: worst.difference,
        buffer: worst.buffer,
        dispatches: (known?.dispatches ?? 0) + 1,
      });
    });
  }

  /** Every dispatch of training, of the parallel and the carried form, and of all ways to sample. */
  async run(model: Model): Promise<void> {
    await losses(this.#paired, model, 2);
    await logits(this.#paired, model, [23, 17, 1]);
    for (const way of ['auto', 'per_layer', 'naive'] as const) await sampled(this.#paired, model, way, 2);
  }

  /** What tiny models do not reach: probes of variants, long sequences, dropout, and the peaks of the machine. */
  async runRest(): Promise<void> {
    for (const kernel of table) {
      const probe = kernel.probe?.(PROBED);
      if (probe) await runProbe(this.#paired, kernel, probe);
    }
    for (const model of longModels) await losses(this.#paired, model, 1, LONG, 0.25);
    const tape = new Tape({ training: false });
    const tensor = (label: string): Tensor => tape.tensor(label, [300], 'persistent');
    tape.run(peakCopy, { source: tensor('a'), destination: tensor('b') }, { quads: 75 });
    const chains = { invocations: 300, iterations: 3, scale: 0.999, shift: 0.001, chains: 8 };
    tape.run(peakFma, { sums: tensor('c') }, chains);
    const subject = await recordedSubject(this.#paired, tape.forward);
    await subject.run(1);
    subject.destroy();
  }

  get reached(): readonly KernelReach[] {
    return [...this.#reached.values()];
  }

  /** Kernels of the table that nothing ran. */
  get missed(): readonly AnyKernel[] {
    return table.filter(({ name }) => !this.#reached.has(name));
  }

  destroy(): void {
    this.#paired.destroy();
  }
}
