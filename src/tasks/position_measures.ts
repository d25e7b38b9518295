/** Positions of a sequence from `from` up to, without, `to`. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** A figure of a trained model: the mean over positions of validation sequences, less that over others. */
export interface PositionMeasure {
  readonly name: string;
  /** One or two sentences: what it is, and what to look for. */
  readonly help: string;
  /** `loss` in nats; `accuracy` as a share. */
  readonly of: 'loss' | 'accuracy';
  readonly over: Span;
  readonly less?: Span;
  /** Only of sequences with so many scored positions. */
  readonly answers?: number;
}

/** Tokens of a sequence of Olsson et al., and the two whose losses they compare, counted from 1. */
const PUBLISHED = { length: 512, early: 50, late: 500 };

/** As share of the length, how far the two means reach to each side; the paper takes one token, of many more sequences. */
const REACH = 1 / 64;

/**
 * The in-context score of Olsson et al. 2022: the loss late in a sequence less that early in it, at places in proportion to
 * theirs. Empty for sequences so short that both are one.
 */
export function inContextScore(L: number): PositionMeasure[] {
  const [early, late] = [PUBLISHED.early, PUBLISHED.late].map(token => Math.round((token * L) / PUBLISHED.length));
  const reach = Math.floor(REACH * L);
  const spanAt = (token: number): Span => ({ from: Math.max(0, token - 1 - reach), to: Math.min(L, token + reach) });
  if (early < 1 || late - early <= 2 * reach) return [];
  const near = reach > 0 ? 'near token' : 'of token';
  return [
    {
      name: 'In-context score',
      help:
        `Loss ${near} ${late.toLocaleString('en')} less that ${near} ${early.toLocaleString('en')}: the 500th and the 50th of 512 in Olsson et al. 2022, scaled to this length. ` +
        'The further below 0, the more the model makes of what it has read.',
      of: 'loss',
      over: spanAt(late),
      less: spanAt(early),
    },
  ];
}

/**
 * Loss and accuracy where random pieces of `shortest` to `longest` tokens are read for the first time, and where they come again,
 * and the in-context score. A sequence has twice as many tokens as the longest piece, and its targets begin with one.
 */
export function inductionMeasures(shortest: number, longest: number): PositionMeasure[] {
  const copies = [
    { name: 'first copy', help: 'Nobody can know it.', over: { from: 0, to: shortest } },
    {
      name: 'later copies',
      help: `After token ${(longest + 2).toLocaleString('en')} and later, where every token has an earlier one to look up. A model with induction heads knows them.`,
      over: { from: longest + 1, to: 2 * longest },
    },
  ];
  const words = { loss: 'Loss', accuracy: 'Accuracy' } as const;
  return [
    ...(['loss', 'accuracy'] as const).flatMap(of =>
      copies.map(({ name, help, over }) => ({ name: `${words[of]}, ${name}`, help, of, over })),
    ),
    ...inContextScore(2 * longest),
  ];
}
