import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Axis } from './axis';
import type { Tick } from './axis_ticks';
import { type Drawing, marked, valuesOf } from './drawing';
import type { PlacedLabel } from './label_layout';
import { drawAbove, drawBelow } from './layers';
import { TEXT_SIZE, TICK, TICK_GAP, X_AXIS } from './plot_frame';
import type { Size } from './use_size';

type Pixels = Pick<Size, 'zoom' | 'ratio'>;

/**
 * A uPlot canvas. Ticks, places, and colours all come from the drawing; uPlot chooses none of them. uPlot knows device pixels, but no
 * zoom of the page. So its host takes the zoom back, and every length that uPlot hears is enlarged.
 */
export class LiveCanvas {
  readonly #host: HTMLElement;
  #plot: uPlot | null = null;
  #shape = '';
  #drawing: Drawing;
  #zoom: number;
  #labels: readonly PlacedLabel[] = [];

  constructor(host: HTMLElement, drawing: Drawing, pixels: Pixels) {
    this.#host = host;
    this.#drawing = drawing;
    this.#zoom = pixels.zoom;
    this.draw(drawing, pixels);
  }

  draw(drawing: Drawing, { zoom, ratio }: Pixels): void {
    this.#drawing = drawing;
    this.#zoom = zoom;
    const { rows, lines, x, y } = drawing;
    const data: uPlot.AlignedData = [rows.map(row => row.x), ...lines.map(line => valuesOf(drawing, line.key))];
    const shape = JSON.stringify([lines.map(line => line.key), x.log, y.log, zoom, ratio]);
    if (this.#plot && shape === this.#shape) {
      const size = this.#size();
      this.#plot.batch((plot: uPlot) => {
        if (plot.width !== size.width || plot.height !== size.height) plot.setSize(size);
        plot.setData(data, false);
        plot.setScale('x', { min: x.domain[0], max: x.domain[1] });
        plot.setScale('y', { min: y.domain[0], max: y.domain[1] });
        plot.redraw(false, true);
      });
      return;
    }
    this.#plot?.destroy();
    this.#shape = shape;
    this.#host.style.zoom = zoom === 1 ? '' : String(1 / zoom);
    this.#plot = new uPlot(this.#options(), data, this.#host);
  }

  destroy(): void {
    this.#plot?.destroy();
    this.#plot = null;
  }

  /** In whole pixels, so that none of the canvas falls on two of the screen. */
  #size(): { readonly width: number; readonly height: number } {
    const { width, height } = this.#drawing.frame;
    return { width: Math.floor(width * this.#zoom), height: Math.floor(height * this.#zoom) };
  }

  #options(): uPlot.Options {
    const { lines, x, y } = this.#drawing;
    const zoom = this.#zoom;
    const line = Math.round(zoom);
    const now = () => this.#drawing;
    const scale = (log: boolean, axis: () => Axis): uPlot.Scale => ({
      time: false,
      distr: log ? 3 : 1,
      range: () => [axis().domain[0], axis().domain[1]],
    });
    const axis = (ticks: () => readonly Tick[], side: 2 | 3, size: () => number): uPlot.Axis => ({
      side,
      size: () => size() * zoom,
      gap: TICK_GAP * zoom,
      font: enlarged(now().font, zoom),
      stroke: () => now().colour('var(--muted)'),
      // uPlot draws no ticks unless one of its increments fits, so this one always does.
      space: 1,
      incrs: (_, __, from, to) => [Math.max(5, to - from)],
      splits: () => ticks().map(({ at }) => at),
      filter: (_, splits) => splits,
      values: () => ticks().map(({ label }) => label),
      grid: { show: side === 3, stroke: () => now().colour('var(--grid)'), width: line },
      ticks: { stroke: () => now().colour('var(--line-strong)'), width: line, size: TICK * zoom },
      border: { show: true, stroke: () => now().colour('var(--line-strong)'), width: line },
    });
    return {
      ...this.#size(),
      padding: [() => now().frame.top * zoom, () => this.#size().width - now().frame.right * zoom, () => 0, () => 0],
      cursor: { show: false },
      legend: { show: false },
      scales: { x: scale(x.log, () => now().x), y: scale(y.log, () => now().y) },
      axes: [
        axis(
          () => now().frame.xTicks,
          2,
          () => X_AXIS,
        ),
        axis(
          () => now().frame.yTicks,
          3,
          () => now().frame.left,
        ),
      ],
      series: [{}, ...lines.map((_, index) => this.#series(index))],
      hooks: {
        drawAxes: [plot => this.#layer(plot, context => drawBelow(context, this.#drawing))],
        draw: [
          plot => {
            this.#layer(plot, context => {
              this.#labels = drawAbove(context, this.#drawing, this.#labels);
            });
            this.#host.dataset.lines = String(plot.data.slice(1).filter(values => values?.some(v => v != null)).length);
          },
        ],
      },
    };
  }

  #series(index: number): uPlot.Series {
    const line = () => this.#drawing.lines[index];
    const stroke = () => this.#drawing.colour(line()?.colour ?? '');
    const dashes = line()?.dash;
    const zoom = this.#zoom;
    const ratio = zoom * uPlot.pxRatio;
    return {
      stroke,
      width: (line()?.width ?? 1) * zoom,
      alpha: line()?.opacity ?? 1,
      // uPlot takes dashes in device pixels.
      ...(dashes ? { dash: dashes.split(' ').map(length => Number(length) * ratio) } : {}),
      cap: 'butt',
      spanGaps: true,
      points: {
        show: plot => this.#drawing.dots === true || marked(plot.data[index + 1] ?? []),
        size: (3 + (line()?.width ?? 1)) * zoom,
        stroke,
        fill: stroke,
        width: 0,
      },
    };
  }

  /** Draws in CSS pixels of the drawing and restores the context. */
  #layer(plot: uPlot, draw: (context: CanvasRenderingContext2D) => void): void {
    const ratio = this.#zoom * uPlot.pxRatio;
    plot.ctx.save();
    plot.ctx.scale(ratio, ratio);
    draw(plot.ctx);
    plot.ctx.restore();
  }
}

/** uPlot reads whole pixels alone from a font. */
function enlarged(font: string, zoom: number): string {
  return font.replace(`${TEXT_SIZE}px`, `${Math.floor(TEXT_SIZE * zoom)}px`);
}
