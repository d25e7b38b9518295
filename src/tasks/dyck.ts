import { z } from 'zod';
import type { Field } from '../field';
import { LONGEST, wholeNumber } from './parameters';
import { askingTask, seededBatches } from './sequences';
import { type Task, TaskError } from './task';
import { symbolVocabulary } from './vocabulary';

const OPENING = ['(', '[', '{', '<', '⟨', '⟦', '⟪', '«'] as const;
const CLOSING = [')', ']', '}', '>', '⟩', '⟧', '⟫', '»'] as const;

const length: Field = {
  key: 'length',
  label: 'Length',
  help: 'Brackets of a sequence, half of them opening; even.',
  min: 2,
  max: LONGEST,
  unit: 'brackets',
  options: [16, 32, 64, 128, 256, 512, 1024],
};
const kinds: Field = {
  key: 'kinds',
  label: 'Kinds',
  help: 'How many kinds of brackets there are.',
  min: 2,
  max: OPENING.length,
};
const depth: Field = {
  key: 'depth',
  label: 'Depth',
  help: 'How many brackets may be open at once.',
  min: 1,
  max: 64,
  unit: 'brackets',
  options: [1, 2, 4, 8, 16, 32],
};
const schema = z.strictObject({
  length: wholeNumber(length, 64),
  kinds: wholeNumber(kinds, 2),
  depth: wholeNumber(depth, 4),
});

/**
 * Balanced brackets of bounded depth (Hewitt et al. 2020). Nobody can predict whether a bracket opens or closes, so every
 * closing bracket is read as '?'. Its kind, which the open brackets decide, is scored there. Away from the bounds on depth and
 * remaining length, a bracket opens or closes with equal chance.
 */
export const dyck: Task<z.infer<typeof schema>> = {
  name: 'dyck',
  title: 'Matching brackets',
  summary:
    'Brackets of several kinds open inside one another; at every question mark the innermost open one closes, and the model must say with which bracket. ' +
    'It needs a small stack (the Dyck language of bounded depth), as nested clauses and program text do.',
  citations: [
    'Hewitt et al. 2020, RNNs Can Generate Bounded Hierarchical Languages with Optimal Memory, arXiv:2010.07515',
    'Sarrof, Veitsman and Hahn 2024, The Expressive Capacity of State Space Models, arXiv:2405.17394',
  ],
  measure: 'accuracy',
  protocol: 'answers',
  schema,
  fields: [length, kinds, depth],
  async open(p, seed) {
    const L = p.length;
    if (L % 2 !== 0) throw new TaskError(`The length of dyck must be even; use ${L + 1}.`);
    const closes = 2 * p.kinds;
    const vocabulary = symbolVocabulary([...OPENING.slice(0, p.kinds), ...CLOSING.slice(0, p.kinds), '?']);
    const batch = seededBatches(seed, L, (random, tokens, targets) => {
      const open: number[] = [];
      for (let t = 0; t < L; t++) {
        const mustClose = open.length === p.depth || open.length === L - t;
        const opens = open.length === 0 || (!mustClose && random.below(2) === 0);
        const kind = opens ? random.below(p.kinds) : open.pop();
        if (opens) open.push(kind ?? 0);
        tokens[t] = opens ? (kind ?? 0) : closes;
        if (!opens) targets[t] = p.kinds + (kind ?? 0);
      }
    });
    return askingTask(vocabulary, L, batch, p.kinds);
  },
};
