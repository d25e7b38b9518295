import { z } from 'zod';
import { dualDescription } from '../../duality/description';
import { fields, forms, keys } from '../../duality/options';

/** Mamba-2 (Dao and Gu 2024). */
export const description = dualDescription({
  name: 'mamba2',
  title: 'Mamba-2',
  summary:
    'Keeps a matrix for each head. Each token decides what is written into it, and how much of all of it is forgotten. ' +
    'This is a selective state-space model with one decay per head (structured state space duality), which makes the state larger at the same cost.',
  citations: [
    'Dao and Gu 2024, Transformers are SSMs: Generalized Models and Efficient Algorithms Through Structured State Space Duality, arXiv:2405.21060',
  ],
  schema: z.strictObject(keys),
  fields,
  forms,
});
