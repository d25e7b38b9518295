import { useEffect, useRef, useState } from 'react';
import { modelOf } from '../../lab/config/model_of';
import { fitToBudget } from '../../models/budget';
import type { BlockConfig } from '../../models/config';
import { compact } from '../format';
import { Hint } from '../kit/hint';
import { Slider } from '../kit/slider';
import { sizeOf } from '../models';
import { changeContenders, useConfig } from '../stores/config';
import { useVocabularySize } from '../vocabulary_size';
import './budget_slider.css';

const least = 4_000;
const most = 2_000_000;
/** Positions of the slider. From one to the next the budget grows by the same factor. */
const positions = 120;

/** A slider for the number of parameters. It gives every contender the width D that comes nearest. */
export function BudgetSlider() {
  const V = useVocabularySize();
  const contenders = useConfig(state => state.config.contenders);
  const sizes = contenders
    .filter(({ weights }) => weights === undefined)
    .map(c => sizeOf(c, V))
    .flatMap(size => (size.fits ? [size.parameters] : []));
  const average = sizes.length > 0 ? sizes.reduce((a, b) => a + b, 0) / sizes.length : least;
  const [target, setTarget] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const budget = target ?? average;
  const ends = [...new Set([Math.min(...sizes), Math.max(...sizes)].map(compact))];
  const spread = sizes.length > 0 ? ends.join('–') : '–';
  const change = (position: number) => {
    const wanted = budgetAt(position);
    setTarget(wanted);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      // The width of brought weights is theirs.
      changeContenders(c =>
        c.weights === undefined ? { ...c, d_model: widthFor(c.blocks, V, wanted, c.d_model) } : c,
      );
      setTarget(null);
    }, 120);
  };
  return (
    <div className="budget">
      <Hint text="Sizes all contenders to about the same number of parameters, by their width D." side="right">
        <div className="budget-head">
          <span>Budget · parameters each</span>
          <span className="number budget-value">about {compact(Math.round(budget))}</span>
        </div>
      </Hint>
      <Slider
        label="Budget, parameters each"
        words={`about ${compact(Math.round(budget))} parameters`}
        most={positions}
        value={positionOf(budget)}
        onChange={change}
      />
      <p className="muted small number">Contenders have {spread}</p>
    </div>
  );
}

function budgetAt(position: number): number {
  return least * (most / least) ** (position / positions);
}

function positionOf(parameters: number): number {
  const position = (positions * Math.log(parameters / least)) / Math.log(most / least);
  return Math.round(Math.min(positions, Math.max(0, position)));
}

function widthFor(blocks: readonly BlockConfig[], V: number, target: number, otherwise: number): number {
  try {
    return fitToBudget(D => modelOf({ d_model: D, blocks: [...blocks] }, V), target).model.config.d_model;
  } catch {
    return otherwise;
  }
}
