import { curveFacts } from '../../lab/race/curve';
import { columnFormat } from '../charts/column_format';
import { ScrollRegion } from '../kit/scroll_region';
import { Swatch } from '../kit/swatch';
import { lastOf, type OverlaidCurve, seedWords } from './overlay';
import './compared.css';

const columns = ['step', 'loss', 'validation', 'accuracy', 'seconds'] as const;

/** The last figures of each contender of each run. */
export function ComparedResults({ curves }: { curves: readonly OverlaidCurve[] }) {
  return (
    <ScrollRegion label="Results of the compared runs">
      <table className="compared small">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Contender</th>
            {columns.map(column => (
              <th key={column} scope="col" className="figure">
                {curveFacts[column].label} <span className="muted unit">{unitOf(column)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {curves.map(curve => (
            <tr key={curve.slot}>
              <th scope="row">{curve.run}</th>
              <td>
                <Swatch slot={curve.slot} /> {curve.contender}
                <span className="muted">{seedWords(curve)}</span>
              </td>
              {columns.map(column => (
                <td key={column} className="number figure">
                  {curve.out === curve.seeds && column !== 'step'
                    ? '–'
                    : figure(lastOf(curve.column(column)), columnFormat(column).format)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function figure(value: number, format: (value: number) => string): string {
  return Number.isFinite(value) ? format(value) : '–';
}

/** Steps and times carry theirs themselves. */
function unitOf(column: (typeof columns)[number]): string {
  return column === 'step' || column === 'seconds' ? '' : curveFacts[column].unit;
}
