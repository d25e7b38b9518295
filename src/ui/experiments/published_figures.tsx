import type { Published, Row } from '../../lab/experiments/experiment';
import { ScrollRegion } from '../kit/scroll_region';
import { Panel } from '../panels/panel';
import { figure, lengthHead } from './cell_words';
import { gridOf } from './grid';
import { HeatMap } from './heat_map';
import './figure_panel.css';
import './figures.css';
import './published_figures.css';

/** Published figures of others with their source and setting, as a heat map or a table. */
export function PublishedFigures({ published }: { published: Published }) {
  const { source, setting, heatmap } = published;
  const title = `Published · ${/^.*?\d{4}/.exec(source)?.[0] ?? source}`;
  return (
    <Panel title={title} className={`figure-panel published ${heatmap ? '' : 'told'}`}>
      <p className="published-setting small">
        <strong>{source}.</strong> {setting}.
      </p>
      {heatmap ? (
        <HeatMap
          name={title}
          down={heatmap.y}
          across={heatmap.x}
          value={heatmap.value}
          grid={gridOf(recordsOf(published), heatmap, 100)}
          head={column => (typeof column === 'number' ? lengthHead(column) : String(column))}
        />
      ) : (
        <PublishedTable published={published} />
      )}
    </Panel>
  );
}

function PublishedTable({ published: { source, columns, rows } }: { published: Published }) {
  return (
    <ScrollRegion label={`Published: ${source}`}>
      <table className="figures small">
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.join(' ')}>
              {row.map((cell, i) => (
                <td key={columns[i]} className={typeof cell === 'number' ? 'number figure' : ''}>
                  {cell === null ? 'not given' : typeof cell === 'number' ? figure(cell) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** Rows by column title. The status is the reason that a heat map gives for a missing figure. */
function recordsOf({ columns, rows }: Published): Row[] {
  return rows.map(row => ({
    status: 'the source gives no number',
    ...Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null])),
  }));
}
