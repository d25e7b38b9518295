import { writeSafetensors } from '../src/lab/export/safetensors';
import { firstNotFinite } from '../src/lab/race/first_not_finite';
import { carriedLogits, parallelLogits } from '../src/lab/sampling/logits';
import { openHeadless } from './backend';
import { readBatches } from './files';
import { interruptible } from './interruption';
import { openModel, placeWeights } from './model_file';
import { probeOutputs, writeOutputs } from './outputs';
import { backendFlag, type Flags, required } from './usage';

/**
 * `logits`: (steps, B, L, V), by the parallel form or token by token with carried state. If they overflow or it is interrupted,
 * writes the steps so far, with the end in the file's metadata, then throws.
 */
export async function logits(flags: Flags): Promise<void> {
  const init = required(flags, 'init');
  const imported = await openModel(init, { config: flags.config });
  const { model } = imported;
  const V = model.config.vocab_size;
  const from = required(flags, 'batches');
  const batches = readBatches(from, V);
  const out = required(flags, 'out');
  const backendName = backendFlag(flags);
  probeOutputs(
    [out],
    [init, from, flags.config].filter(path => path !== undefined),
  );
  const { B, L, steps } = batches;
  const size = B * L * V;
  const data = new Float32Array(steps.length * size);
  const compute = flags.stepwise ? carriedLogits : parallelLogits;
  await interruptible(async on => {
    let done = 0;
    let place = -1;
    const opened = await on.unless(openHeadless(backendName));
    if (opened) {
      const { backend } = opened;
      const parameters = await placeWeights(backend, init, imported);
      for (const { tokens } of steps) {
        await on.breathe();
        const found = on.interruption
          ? undefined
          : await on.unless(compute(backend, model, parameters, batches, tokens));
        if (!found) break;
        place = firstNotFinite(found);
        if (place >= 0) break;
        data.set(found, done++ * size);
      }
    }
    const ended = place >= 0 ? 'diverged' : on.interruption ? 'interrupted' : 'finished';
    const tensor = { dtype: 'F32', shape: [done, B, L, V], data: data.slice(0, done * size) } as const;
    const metadata = new Map(ended === 'finished' ? [] : [['ended', ended] as const]);
    writeOutputs([{ path: out, content: writeSafetensors({ metadata, tensors: new Map([['logits', tensor]]) }) }]);
    if (place >= 0) {
      const at = [Math.floor(place / (L * V)), Math.floor(place / V) % L, place % V].join(', ');
      throw new Error(
        `the logits of step ${done + 1} are no finite numbers, first at (${at}); ${out} has the ${done} steps before it`,
      );
    }
    if (on.interruption)
      throw on.interruption.saying(`interrupted after ${done} of ${steps.length} steps, which are in ${out}`);
  });
}
