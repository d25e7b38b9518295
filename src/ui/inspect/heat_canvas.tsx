import { memo, useLayoutEffect, useRef } from 'react';
import { type ColourGrid, colourCells } from './heat_map';
import type { ColourScale } from './palette';
import { useThemeInForce } from './theme';
import './heat_canvas.css';

interface Props {
  readonly grid: ColourGrid;
  readonly scale: ColourScale;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** A grid as colours. A cell is one pixel, which CSS enlarges without blur, so that edges are sharp on any screen. */
export const HeatCanvas = memo(function HeatCanvas({ grid, scale, width, height }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeInForce();
  useLayoutEffect(() => {
    const cells = new ImageData(colourCells(grid, scale, theme), grid.columns, grid.rows);
    canvas.current?.getContext('2d')?.putImageData(cells, 0, 0);
  }, [grid, scale, theme]);
  return (
    <canvas ref={canvas} className="heat-canvas" width={grid.columns} height={grid.rows} style={{ width, height }} />
  );
});
