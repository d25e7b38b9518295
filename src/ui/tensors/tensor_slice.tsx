import { type PointerEvent, useMemo, useState } from 'react';
import type { ProbedTensor } from '../../lab/inspect/probe';
import { aroundZero, fromZero } from '../../models/view_values';
import { whole } from '../format';
import { ColourLegend } from '../inspect/colour_legend';
import { HeatCanvas } from '../inspect/heat_canvas';
import { rooted } from '../inspect/palette';
import { figure } from '../inspect/words';
import { NumberField } from '../kit/number_field';
import { ScrollRegion } from '../kit/scroll_region';
import { MOST_SHOWN, sliceOf } from './slice';
import './tensor_slice.css';

interface Props {
  readonly tensor: ProbedTensor;
  /** Names of its axes. */
  readonly axes: readonly string[];
  /** The tokens of the sequence as text. */
  readonly glyphs: readonly string[];
}

/** Pixels of a cell at most, and of the picture about. */
const LARGEST = 14;
const WIDTH = 1280;
const HEIGHT = 400;

/** The values of the last two axes as colours, at chosen places of the others. */
export function TensorSlice({ tensor: { shape, values }, axes, glyphs }: Props) {
  const [leading, setLeading] = useState<readonly number[]>([]);
  const [cell, setCell] = useState<readonly [row: number, column: number] | null>(null);
  const grid = useMemo(() => sliceOf(shape, values, leading), [shape, values, leading]);
  const scale = useMemo(
    () => rooted(grid.values.some(value => value < 0) ? aroundZero(grid.values) : fromZero(grid.values)),
    [grid],
  );
  const { rows, columns } = grid;
  const width = cellSize(WIDTH, columns);
  const height = cellSize(HEIGHT, rows);
  const down = shape.length > 1 ? (axes.at(-2) ?? '') : '';
  const across = axes.at(-1) ?? '';
  const at = (name: string, index: number): string =>
    name === 'token' ? `token ${index + 1} “${glyphs[index] ?? ''}”` : `${name} ${index}`;
  const cut = (shape.at(-1) ?? 1) > MOST_SHOWN || (shape.at(-2) ?? 1) > MOST_SHOWN;
  const point = (event: PointerEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const [column, row] = [(event.clientX - left) / width, (event.clientY - top) / height].map(Math.floor);
    setCell([Math.min(rows - 1, Math.max(0, row ?? 0)), Math.min(columns - 1, Math.max(0, column ?? 0))]);
  };
  const found = cell ? grid.values[cell[0] * columns + cell[1]] : undefined;
  return (
    <div className="tensor-slice">
      <div className="wrap tensor-places">
        {shape.slice(0, -2).map((extent, axis) =>
          extent === 1 ? null : (
            <NumberField
              // biome-ignore lint/suspicious/noArrayIndexKey: an axis is its place
              key={axis}
              field={{
                key: `axis-${axis}`,
                label: axes[axis] ?? `axis ${axis}`,
                help: `The place on this axis, from 0 to ${extent - 1}.`,
                min: 0,
                max: extent - 1,
              }}
              value={Math.min(leading[axis] ?? 0, extent - 1)}
              onChange={value => setLeading(shape.slice(0, -2).map((_, i) => (i === axis ? value : (leading[i] ?? 0))))}
            />
          ),
        )}
      </div>
      <p className="small row wrap">
        <span className="muted">
          {down === '' ? '' : `${whole(rows)} rows: ${down}; `}
          {whole(columns)} columns: {across}
          {cut ? `; the first ${MOST_SHOWN} of each are drawn` : ''}
        </span>
        <ColourLegend scale={scale} />
      </p>
      <ScrollRegion label="Values of the tensor" className="tensor-map">
        <div
          style={{ width: columns * width, height: rows * height }}
          aria-hidden="true"
          onPointerMove={point}
          onPointerLeave={() => setCell(null)}
        >
          <HeatCanvas grid={grid} scale={scale} width={columns * width} height={rows * height} />
        </div>
      </ScrollRegion>
      <p className="small number tensor-readout">
        {cell && found !== undefined
          ? `${down === '' ? '' : `${at(down, cell[0])}, `}${at(across, cell[1])}: ${figure(found)}`
          : 'Point at a cell to read its value.'}
      </p>
    </div>
  );
}

function cellSize(room: number, cells: number): number {
  return Math.max(1, Math.min(LARGEST, Math.floor(room / cells)));
}
