import { ScrollRegion } from '../kit/scroll_region';
import { Swatch } from '../kit/swatch';
import type { GridCell, ShareGrid } from './grid';
import { heatColour, heatGradient } from './heat_colours';
import './heat_map.css';

interface Props {
  /** Names it among others on the page. */
  readonly name: string;
  /** Of what is down and what is across: 'contender', 'length (tokens)'. */
  readonly down: string;
  readonly across: string;
  /** What the colour means. */
  readonly value: string;
  readonly grid: ShareGrid;
  readonly head: (column: ShareGrid['columns'][number]) => string;
  readonly slots?: ReadonlyMap<string, number>;
}

/** Shares as colours, each with its number in per cent: a table that also reads as one. */
export function HeatMap({ name: label, down, across, value, grid, head, slots }: Props) {
  const reasons = [...new Set(grid.cells.flat().flatMap(cell => (cell?.share === null ? [cell.why] : [])))];
  return (
    <div className="heat stack">
      <ScrollRegion label={`${label}: heat map`}>
        <table className="heat-map">
          <caption>
            {value} by {down} (down) and {across} (across), in %
            {grid.cells.flat().some(cell => cell?.interval) ? '; below each its 95 % interval' : null}
          </caption>
          <thead>
            <tr>
              <th scope="col">{down}</th>
              {grid.columns.map(column => (
                <th key={String(column)} scope="col" className="number">
                  {head(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.rows.map((name, row) => (
              <tr key={name}>
                <th scope="row">
                  <span className="heat-name row">
                    {slots?.has(name) ? <Swatch slot={slots.get(name) ?? 0} /> : null}
                    {name}
                  </span>
                </th>
                {grid.columns.map((column, i) => (
                  <Cell key={String(column)} cell={grid.cells[row]?.[i]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p className="heat-legend row wrap muted small">
        <span className="number">0 %</span>
        <span className="heat-scale" style={{ background: heatGradient }} aria-hidden="true" />
        <span className="number">100 %</span>
        {reasons.length > 0 ? <span className="heat-reasons">– {reasons.join(', ')}</span> : null}
      </p>
    </div>
  );
}

function Cell({ cell }: { cell: GridCell | undefined }) {
  if (!cell) return <td className="number" />;
  if (cell.share === null) {
    return (
      <td className="number heat-none" title={cell.why}>
        <span aria-hidden="true">–</span>
        <span className="sr-only">{cell.why}</span>
      </td>
    );
  }
  const { background, ink } = heatColour(cell.share);
  return (
    <td className="number" style={{ background, color: ink }}>
      {perCent(cell.share)}
      {cell.interval ? (
        <span className="heat-interval">
          {perCent(cell.interval[0])}–{perCent(cell.interval[1])}
        </span>
      ) : null}
    </td>
  );
}

/** 100 · 99.6 · 8.6 */
export function perCent(share: number): string {
  const value = (100 * share).toFixed(1);
  return value === '100.0' ? '100' : value;
}
