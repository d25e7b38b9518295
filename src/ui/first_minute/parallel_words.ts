import { compact } from '../format';
import { type RunState, standing } from '../stores/run_state';
import { listed } from '../tour/words';

/** The second idea. */
export function parallelWords(run: RunState): string {
  const speeds = standing(run).flatMap(({ name, curve }) => {
    const speed = curve.tokens.last / curve.seconds.last;
    return Number.isFinite(speed) ? `${name} ${compact(Math.round(speed))}` : [];
  });
  const measured = speeds.length > 0 ? ` Characters a second here: ${listed(speeds)}.` : '';
  return `Four families learn Moby-Dick from all characters of a passage at once. Mamba, a convolution, and attention can compute them in parallel, an LSTM only one after the other.${measured}`;
}
