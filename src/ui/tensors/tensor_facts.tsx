import { useMemo } from 'react';
import type { ProbedTensor } from '../../lab/inspect/probe';
import { tensorFigures } from '../../lab/inspect/tensor_figures';
import { percent, whole } from '../format';
import { figure } from '../inspect/words';
import { lazyPart } from '../kit/lazy_part';
import './tensor_facts.css';

const Histogram = lazyPart(() => import('./histogram').then(part => part.Histogram), null);

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
      {histogram.length > 0 ? (
        <figure className="tensor-histogram">
          <div className="tensor-bars" aria-hidden="true">
            <Histogram counts={histogram} least={least} most={most} />
          </div>
          <figcaption className="muted row number">
            <span>{figure(least)}</span>
            <span>histogram; the tallest bar has {whole(Math.max(...histogram))} numbers</span>
            <span>{figure(most)}</span>
          </figcaption>
        </figure>
      ) : null}
    </div>
  );
}
