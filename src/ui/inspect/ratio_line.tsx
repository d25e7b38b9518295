import { significant, whole } from '../format';
import './ratio_line.css';

interface Point {
  readonly step: number;
  /** Update over weights; null: not known. */
  readonly ratio: number | null;
}

const WIDTH = 96;
const HEIGHT = 20;
/** From a change of a millionth a step, at the bottom, to one as large as the weights. */
const DECADES = 6;

/** How the ratio of a parameter went over training, from the first look; the dashed line is a thousandth. */
export function RatioLine({ points, name }: { readonly points: readonly Point[]; readonly name: string }) {
  const known = points.flatMap(({ step, ratio }) => (ratio !== null && ratio > 0 ? [{ step, ratio }] : []));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return null;
  const span = Math.max(1, last.step - first.step);
  const line = known.map(
    ({ step, ratio }) => `${(((step - first.step) / span) * WIDTH).toFixed(1)},${heightOf(ratio)}`,
  );
  const usual = heightOf(1e-3);
  return (
    <svg
      className="ratio-line"
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={`${name}: update over weights from ${significant(first.ratio)} at step ${whole(first.step)} to ${significant(last.ratio)} at step ${whole(last.step)}`}
    >
      <line x1={0} x2={WIDTH} y1={usual} y2={usual} stroke="var(--line-strong)" strokeDasharray="2 3" />
      {known.length === 1 ? (
        <circle cx={2} cy={heightOf(first.ratio)} r={2} fill="var(--contender)" />
      ) : (
        <polyline points={line.join(' ')} fill="none" stroke="var(--contender)" strokeWidth={1.5} />
      )}
    </svg>
  );
}

function heightOf(ratio: number): string {
  const share = Math.min(1, Math.max(0, (Math.log10(ratio) + DECADES) / DECADES));
  return (1 + (1 - share) * (HEIGHT - 2)).toFixed(1);
}
