import { z } from 'zod';
import type { Field } from '../field';
import { LONGEST, wholeNumber } from './parameters';
import { askingTask, seededBatches } from './sequences';
import type { Task } from './task';
import { letters, symbolVocabulary } from './vocabulary';

const length: Field = {
  key: 'length',
  label: 'Length',
  help: 'Tokens of a sequence, the question at its end included.',
  min: 3,
  max: LONGEST,
  unit: 'tokens',
  options: [16, 32, 64, 128, 256, 512, 1024, 2048, 4096],
};
const vocabulary: Field = {
  key: 'vocabulary',
  label: 'Vocabulary',
  help: 'How many different tokens there are, the star included.',
  min: 3,
  max: 1024,
  unit: 'tokens',
  options: [4, 8, 16, 32, 64],
};
const schema = z.strictObject({ length: wholeNumber(length, 64), vocabulary: wholeNumber(vocabulary, 16) });

/**
 * As in H3 (Fu et al. 2022): uniform tokens 0..V-2, and the star V-1 at a uniform position and again at the end. The one scored
 * answer is the token after the first star. The rule does not depend on the length.
 */
export const inductionHeads: Task<z.infer<typeof schema>> = {
  name: 'induction_heads',
  title: 'Induction heads',
  summary:
    'A star appears once among random letters, and again at the end: which letter followed it the first time? ' +
    'This is the pattern that attention solves with an induction head, and a model that has understood it solves it at any length.',
  citations: [
    'Olsson et al. 2022, In-context Learning and Induction Heads, arXiv:2209.11895',
    'Fu et al. 2022, Hungry Hungry Hippos: Towards Language Modeling with State Space Models, arXiv:2212.14052',
    'Gu and Dao 2023, Mamba, arXiv:2312.00752, Table 11 and appendix E.1',
  ],
  measure: 'accuracy',
  protocol: 'answers',
  schema,
  fields: [length, vocabulary],
  async open(p, seed) {
    const L = p.length;
    const star = p.vocabulary - 1;
    const symbols = symbolVocabulary([...letters(star), '★']);
    const batch = seededBatches(seed, L, (random, tokens, targets) => {
      const first = random.below(L - 2);
      for (let t = 0; t < L - 1; t++) tokens[t] = random.below(star);
      tokens[first] = star;
      tokens[L - 1] = star;
      targets[L - 1] = tokens[first + 1];
    });
    return askingTask(symbols, L, batch, star);
  },
};
