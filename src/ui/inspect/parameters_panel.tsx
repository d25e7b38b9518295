import { useEffect } from 'react';
import { csv } from '../../lab/export/csv';
import type { ParameterFigures } from '../../lab/inspect/parameter_figures';
import { downloadText, safeFileName } from '../download';
import { compact, significant, whole } from '../format';
import { IconButton } from '../kit/icon_button';
import { ScrollRegion } from '../kit/scroll_region';
import { type ParametersAt, parametersOf } from '../parameters_of';
import { useInspection } from '../stores/inspection';
import { addLook, parameterHistory } from '../stores/parameter_history';
import { runStore, useRun } from '../stores/run';
import { OpenedPanel } from './opened_panel';
import { RatioLine } from './ratio_line';
import './parameters_panel.css';

/** Milliseconds between two looks at the copies of weights, which come every few seconds. */
const GLANCE = 1000;

const ABOUT = [
  'Shapes, sizes of weights and gradients, and how far one step moves each parameter, over training.',
  'Means are root mean squares over the numbers of a parameter. The gradient is clipped, and a mean over the last steps. An update of about a thousandth of the weights a step is usual; much more is unstable, much less learns little.',
] as const;

interface Props {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}

/** Every parameter of the chosen contender, and what training does to it. */
export function ParametersPanel({ open, onOpen }: Props) {
  const place = useInspection(state => state.wanted.contender);
  const name = useRun(state => state.members[place]?.name ?? '');
  const looks = useLooks(place, open);
  const last = looks.at(-1);
  return (
    <OpenedPanel
      title="Parameters"
      label="Show the parameters"
      about={ABOUT}
      controls={
        last && open ? (
          <IconButton icon="download" tiny label="Save the table as CSV" onClick={() => save(name, last)} />
        ) : null
      }
      open={open}
      onOpen={onOpen}
    >
      {last ? <Table looks={looks} last={last} /> : <NotYet />}
    </OpenedPanel>
  );
}

function NotYet() {
  return (
    <p className="empty">Train the contender to see its parameters. Their first copy comes after a few seconds.</p>
  );
}

function useLooks(place: number, open: boolean): readonly ParametersAt[] {
  const runId = useRun(state => state.runId);
  useEffect(() => {
    if (!open) return;
    const look = () => {
      const found = parametersOf(place);
      if (found) addLook(runStore.getState().runId, place, found);
    };
    look();
    const timer = setInterval(look, GLANCE);
    return () => clearInterval(timer);
  }, [open, place]);
  return parameterHistory(state => (state.runId === runId && state.place === place ? state.looks : NONE));
}

const NONE: readonly ParametersAt[] = [];

function Table({ looks, last }: { looks: readonly ParametersAt[]; last: ParametersAt }) {
  return (
    <ScrollRegion label="Table of parameters" className="parameters-region">
      <table className="parameters-table small">
        <caption className="muted small">
          After step {whole(last.step)}; {whole(last.figures.length)} parameters with{' '}
          {compact(last.figures.reduce((sum, { elements }) => sum + elements, 0))} numbers.
        </caption>
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">Shape</th>
            <th scope="col" className="figure">
              Numbers
            </th>
            <th scope="col" className="figure">
              Weights <span className="muted">RMS</span>
            </th>
            <th scope="col" className="figure">
              Gradient <span className="muted">RMS</span>
            </th>
            <th scope="col" className="figure">
              Update / weights <span className="muted">a step</span>
            </th>
            <th scope="col">
              Over training <span className="muted">log</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {last.figures.map((figures, index) => (
            <Row key={figures.name} figures={figures} index={index} looks={looks} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

interface RowProps {
  readonly figures: ParameterFigures;
  readonly index: number;
  readonly looks: readonly ParametersAt[];
}

function Row({ figures: { name, shape, elements, weights, gradient, ratio }, index, looks }: RowProps) {
  return (
    <tr>
      <th scope="row" className="parameter-name">
        {name}
      </th>
      <td className="number">{shape.join(' × ')}</td>
      <td className="number figure">{compact(elements)}</td>
      <td className="number figure">{figure(weights)}</td>
      <td className="number figure">{figure(gradient)}</td>
      <td className="number figure">{ratio === null ? '–' : figure(ratio)}</td>
      <td>
        <RatioLine
          points={looks.map(({ step, figures }) => ({ step, ratio: figures[index]?.ratio ?? null }))}
          name={name}
        />
      </td>
    </tr>
  );
}

/** Small numbers have an exponent: six digits after the point would leave one of them. */
function figure(value: number): string {
  return value !== 0 && value < 1e-4 ? value.toExponential(1) : significant(value);
}

function save(name: string, { step, figures }: ParametersAt): void {
  const header = ['parameter', 'shape', 'numbers', 'weights_rms', 'gradient_rms', 'update_rms', 'update_over_weights'];
  const rows = figures.map(own => [
    own.name,
    own.shape.join('x'),
    own.elements,
    own.weights,
    own.gradient,
    own.update,
    own.ratio,
  ]);
  downloadText(`${safeFileName(name)}-parameters-step-${step}.csv`, csv(header, rows));
}
