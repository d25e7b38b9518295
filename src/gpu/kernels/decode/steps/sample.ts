import { sampledFrom, sampleLogits } from '../sampling';
import { defineStep } from '../step';

/** As `sample_token`, from logits (V): the next token, which goes into the stream. */
export const sample = defineStep({
  name: 'sample',
  operands: ['logits', 'V'],
  twin({ logits, V }, machine) {
    const own = machine.workspace.subarray(logits, logits + V);
    const token = sampleLogits(own, machine, machine.position + 1, machine.sequence);
    machine.write(token, sampledFrom(own, token));
  },
});
