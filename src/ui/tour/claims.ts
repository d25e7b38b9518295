/** One claim of the review that the page follows, by its gist. The step of the argument with this name checks it. */
export interface Claim {
  readonly name: string;
  readonly gist: string;
}

/** The text that the claims come from. */
export const REVIEW =
  'The argument follows a review of the Mamba paper (Gu and Dao 2023, arXiv:2312.00752): which models train in parallel, which sample in constant time, which remember, and why. ' +
  'The page has the gist of its claims and none of its sentences. ' +
  'Each step names the papers that its claim goes back to: the sources are those, and the figures are measured here.';

/** Every claim, as the review has them. A test holds that each has a step. */
export const claims: readonly Claim[] = [
  {
    name: 'recurrence',
    gist: 'An RNN samples with a memory of fixed size, but it trains token after token, and its gradients vanish or explode.',
  },
  {
    name: 'convolution',
    gist: 'A convolution trains in parallel, but has a fixed receptive field; sampled naively, it computes all of that again for each token.',
  },
  {
    name: 'attention',
    gist: 'A transformer trains in parallel and attends anywhere, but a token costs time and memory in proportion to its position.',
  },
  {
    name: 'cheap-attention',
    gist: 'Sparse and linear attention bring the cost of a token down to a window, or to a constant.',
  },
  {
    name: 'time-invariance',
    gist: 'A linear system with fixed rules trains as one long convolution and samples as a recurrence, but it cannot choose what to remember.',
  },
  {
    name: 'selection',
    gist: 'Mamba makes the rules depend on the token, trains by a parallel scan, and samples each token at a constant cost.',
  },
  { name: 'operations', gist: 'Mamba matches a modern Transformer for the same training operations.' },
  { name: 'generalisation', gist: 'On induction heads Mamba answers far beyond the length that it was trained on.' },
  {
    name: 'log-linear',
    gist: 'Attention of other kinds brings the cost of a token down to the logarithm of its position, or to a constant.',
  },
  {
    name: 'forerunners',
    gist: 'HiPPO, H3, and Hyena came before Mamba, with rules that are the same for every token.',
  },
  { name: 'short-then-long', gist: 'RNNs were trained on short sequences, and then finetuned on longer ones.' },
  {
    name: 'music-and-sound',
    gist: 'The same kinds of model write music, as MuseNet did, and raw sound, as WaveNet did.',
  },
  {
    name: 'induction',
    gist: 'Olsson et al. measure induction on repeated random tokens, which the Mamba paper did not.',
  },
];

/** The gist of a step's claim. Throws RangeError if the review has none of that name. */
export function gistOf(name: string): string {
  const claim = claims.find(candidate => candidate.name === name);
  if (!claim) throw new RangeError(`the review has no claim '${name}'`);
  return claim.gist;
}
