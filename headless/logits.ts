import { carriedLogits, parallelLogits } from '../src/lab/logits';
import { writeSafetensors } from '../src/lab/safetensors';
import { ParameterArena } from '../src/models/arena';
import { openHeadless } from './backend';
import { readBatches, readWeights, writeFile } from './files';
import { backendFlag, type Flags, required } from './usage';

/** `logits`: (steps, B, L, V), by the parallel form or token by token with carried state. */
export async function logits(flags: Flags): Promise<void> {
  const { model, values } = readWeights(required(flags, 'init'));
  const V = model.config.vocab_size;
  const batches = readBatches(required(flags, 'batches'), V);
  const out = required(flags, 'out');
  const { backend } = await openHeadless(backendFlag(flags));
  const parameters = await ParameterArena.make(backend, model);
  parameters.write(values);
  const { B, L, steps } = batches;
  const size = B * L * V;
  const data = new Float32Array(steps.length * size);
  const compute = flags.stepwise ? carriedLogits : parallelLogits;
  for (const [step, { tokens }] of steps.entries()) {
    data.set(await compute(backend, model, parameters, batches, tokens), step * size);
  }
  const tensor = { dtype: 'F32', shape: [steps.length, B, L, V], data } as const;
  writeFile(out, writeSafetensors({ metadata: new Map(), tensors: new Map([['logits', tensor]]) }));
}
