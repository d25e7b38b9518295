import type { Flow } from '../../models/flow';
import { percent, whole } from '../format';
import type { SharesAt } from './use_strip_shares';

/** Layers that are told one by one. */
const TOLD = 4;

/** What fills the small picture, in a sentence with its figures. */
export function fillWords({ layers }: Flow, { step, shares }: SharesAt): string {
  const named = layers.map(({ block, own }, i) => ({
    words: `${own.kind === 'mlp' ? 'MLP' : 'mixer'} ${block + 1}`,
    share: shares[i] ?? 0,
  }));
  const sorted = named.toSorted((a, b) => a.share - b.share);
  const told = ({ words, share }: (typeof named)[number]): string => `${words} ${percent(share)}`;
  const [least, most] = [sorted[0], sorted.at(-1)];
  const figures =
    named.length <= TOLD || !least || !most ? named.map(told).join(', ') : `from ${told(least)} to ${told(most)}`;
  return `The fill of a box is what it adds against the stream (RMS over an example), after step ${whole(step)}: ${figures}.`;
}
