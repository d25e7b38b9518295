import { ScrollRegion } from '../kit/scroll_region';
import { Swatch } from '../kit/swatch';
import type { Grid, GridCell } from './grid';
import { heatColour, heatGradient } from './heat_colours';
import { gridWords, type HeatScale, shareScale } from './heat_scale';
import './heat_map.css';

interface Props {
  /** Names it among others on the page. */
  readonly name: string;
  /** Of what is down and what is across: 'contender', 'length (tokens)'. */
  readonly down: string;
  readonly across: string;
  /** What the colour means. */
  readonly value: string;
  readonly grid: Grid;
  readonly head: (column: Grid['columns'][number]) => string;
  /** Absent: values are shares. */
  readonly scale?: HeatScale;
  readonly slots?: ReadonlyMap<string, number>;
}

/** Values as colours, each with its number: a table that also reads as one. */
export function HeatMap({ name: label, down, across, value, grid, head, scale = shareScale, slots }: Props) {
  const interval = scale === shareScale ? 'its 95 % interval' : 'the least and the largest of its seeds';
  const reasons = [...new Set(grid.cells.flat().flatMap(cell => (cell?.value === null ? [cell.why] : [])))];
  return (
    <div className="heat stack">
      <ScrollRegion label={`${label}: heat map`} className="heat-scroll">
        <table className="heat-map">
          <caption>
            <span>
              {gridWords(value, down, across, scale)}
              {grid.cells.flat().some(cell => cell?.interval) ? `; below each ${interval}` : null}
            </span>
          </caption>
          <thead>
            <tr>
              <th scope="col">{down === '' ? across : down}</th>
              {grid.columns.map(column => (
                <th key={String(column)} scope="col" className="number">
                  {head(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.rows.map((name, row) => (
              <tr key={String(name)}>
                <th scope="row">
                  <span className="heat-name row">
                    {slots?.has(String(name)) ? <Swatch slot={slots.get(String(name)) ?? 0} /> : null}
                    {name === '' ? value : head(name)}
                  </span>
                </th>
                {grid.columns.map((column, i) => (
                  <Cell key={String(column)} cell={grid.cells[row]?.[i]} scale={scale} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p className="heat-legend row wrap muted small">
        <span className="number">{scale.ends[0]}</span>
        <span className="heat-scale" style={{ background: heatGradient }} aria-hidden="true" />
        <span className="number">{scale.ends[1]}</span>
        {scale.best === null ? null : <span>framed: the best</span>}
        {reasons.length > 0 ? <span>– {reasons.join(', ')}</span> : null}
      </p>
    </div>
  );
}

function Cell({ cell, scale }: { cell: GridCell | undefined; scale: HeatScale }) {
  if (!cell) return <td className="number" />;
  if (cell.value === null) {
    return (
      <td className="number heat-none" title={cell.why}>
        <span aria-hidden="true">–</span>
        <span className="sr-only">{cell.why}</span>
      </td>
    );
  }
  const { background, ink } = heatColour(scale.placeOf(cell.value));
  const best = cell.value === scale.best;
  return (
    <td className={`number ${best ? 'heat-best' : ''}`} style={{ background, color: ink }}>
      {scale.words(cell.value)}
      {best ? <span className="sr-only"> (the best)</span> : null}
      {cell.interval ? (
        <span className="heat-interval">
          {scale.words(cell.interval[0])}–{scale.words(cell.interval[1])}
        </span>
      ) : null}
    </td>
  );
}
