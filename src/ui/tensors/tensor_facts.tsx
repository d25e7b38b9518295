import { useMemo } from 'react';
import type { ProbedTensor } from '../../lab/inspect/probe';
import { tensorFigures } from '../../lab/inspect/tensor_figures';
import { percent, whole } from '../format';
import { figure } from '../inspect/words';
import './tensor_facts.css';

interface Props {
  readonly tensor: ProbedTensor;
  /** Names of its axes. */
  readonly axes: readonly string[];
}

/** Shape, type, and figures of a tensor, and the histogram of its values. */
export function TensorFacts({ tensor: { kind, shape, dtype, values }, axes }: Props) {
  const found = useMemo(() => tensorFigures(values), [values]);
  const { numbers, mean, rms, least, most, zeros, notFinite, histogram } = found;
  const facts: readonly (readonly [name: string, words: string])[] = [
    ['Kind', kind],
    ['Shape', `${shape.map(whole).join(' × ')} (${axes.join(', ')})`],
    ['Type', dtype],
    ['Numbers', whole(numbers)],
    ['Mean', figure(mean)],
    ['RMS', figure(rms)],
    ['From', `${figure(least)} to ${figure(most)}`],
    ['Zeros', percent(zeros / numbers)],
    ['Not finite', notFinite === 0 ? 'none' : `${whole(notFinite)} (${percent(notFinite / numbers)})`],
  ];
  return (
    <div className="tensor-facts small">
      <dl>
        {facts.map(([name, words]) => (
          <div key={name} className="tensor-fact">
            <dt className="muted">{name}</dt>
            <dd className="number">{words}</dd>
          </div>
        ))}
      </dl>
      <Histogram counts={histogram} least={least} most={most} />
    </div>
  );
}

const BAR = 8;
const HEIGHT = 80;

function Histogram({ counts, least, most }: { counts: readonly number[]; least: number; most: number }) {
  if (counts.length === 0) return null;
  const tallest = Math.max(...counts);
  return (
    <figure className="tensor-histogram">
      <svg viewBox={`0 0 ${counts.length * BAR} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={bars(counts, tallest)} fill="var(--contender)" />
      </svg>
      <figcaption className="muted row number">
        <span>{figure(least)}</span>
        <span>histogram; the tallest bar has {whole(tallest)} numbers</span>
        <span>{figure(most)}</span>
      </figcaption>
    </figure>
  );
}

/** A bar for each count, as the `d` of an SVG path; what is there is seen, however few. */
function bars(counts: readonly number[], tallest: number): string {
  return counts
    .map((count, i) => {
      const height = count === 0 ? 0 : Math.max(1, (HEIGHT * count) / tallest);
      return `M${i * BAR} ${HEIGHT}v${-height}h${BAR - 1}v${height}z`;
    })
    .join('');
}
