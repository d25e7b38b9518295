import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Axis } from './axis';
import type { Tick } from './axis_ticks';
import { type Drawing, marked, valuesOf } from './drawing';
import type { PlacedLabel } from './label_layout';
import { drawAbove, drawBelow } from './layers';
import { TICK, TICK_GAP, X_AXIS } from './plot_frame';

/** A uPlot canvas. Ticks, places, and colours all come from the drawing; uPlot chooses none of them. */
export class LiveCanvas {
  readonly #host: HTMLElement;
  #plot: uPlot | null = null;
  #shape = '';
  #drawing: Drawing;
  #labels: readonly PlacedLabel[] = [];

  constructor(host: HTMLElement, drawing: Drawing) {
    this.#host = host;
    this.#drawing = drawing;
    this.draw(drawing);
  }

  draw(drawing: Drawing): void {
    this.#drawing = drawing;
    const { frame, rows, lines, x, y } = drawing;
    const data: uPlot.AlignedData = [rows.map(row => row.x), ...lines.map(line => valuesOf(drawing, line.key))];
    const shape = JSON.stringify([lines.map(line => line.key), x.log, y.log]);
    if (this.#plot && shape === this.#shape) {
      this.#plot.batch((plot: uPlot) => {
        if (plot.width !== frame.width || plot.height !== frame.height) plot.setSize(frame);
        plot.setData(data, false);
        plot.setScale('x', { min: x.domain[0], max: x.domain[1] });
        plot.setScale('y', { min: y.domain[0], max: y.domain[1] });
        plot.redraw(false, true);
      });
      return;
    }
    this.#plot?.destroy();
    this.#shape = shape;
    this.#plot = new uPlot(this.#options(), data, this.#host);
  }

  destroy(): void {
    this.#plot?.destroy();
    this.#plot = null;
  }

  #options(): uPlot.Options {
    const { frame, lines, x, y } = this.#drawing;
    const now = () => this.#drawing;
    const scale = (log: boolean, axis: () => Axis): uPlot.Scale => ({
      time: false,
      distr: log ? 3 : 1,
      range: () => [axis().domain[0], axis().domain[1]],
    });
    const axis = (ticks: () => readonly Tick[], side: 2 | 3, size: () => number): uPlot.Axis => ({
      side,
      size,
      gap: TICK_GAP,
      font: now().font,
      stroke: () => now().colour('var(--muted)'),
      // uPlot draws no ticks unless one of its increments fits, so this one always does.
      space: 1,
      incrs: (_, __, from, to) => [Math.max(5, to - from)],
      splits: () => ticks().map(({ at }) => at),
      filter: (_, splits) => splits,
      values: () => ticks().map(({ label }) => label),
      grid: { show: side === 3, stroke: () => now().colour('var(--grid)'), width: 1 },
      ticks: { stroke: () => now().colour('var(--line-strong)'), width: 1, size: TICK },
      border: { show: true, stroke: () => now().colour('var(--line-strong)'), width: 1 },
    });
    return {
      width: frame.width,
      height: frame.height,
      padding: [() => now().frame.top, () => now().frame.width - now().frame.right, () => 0, () => 0],
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
    return {
      stroke,
      width: line()?.width ?? 1,
      alpha: line()?.opacity ?? 1,
      // uPlot takes dashes in device pixels.
      ...(dashes ? { dash: dashes.split(' ').map(length => Number(length) * window.devicePixelRatio) } : {}),
      cap: 'butt',
      spanGaps: true,
      points: {
        show: plot => marked(plot.data[index + 1] ?? []),
        size: 3 + (line()?.width ?? 1),
        stroke,
        fill: stroke,
        width: 0,
      },
    };
  }

  /** Draws in CSS pixels and restores the context. */
  #layer(plot: uPlot, draw: (context: CanvasRenderingContext2D) => void): void {
    const ratio = plot.ctx.canvas.width / this.#drawing.frame.width;
    plot.ctx.save();
    plot.ctx.scale(ratio, ratio);
    draw(plot.ctx);
    plot.ctx.restore();
  }
}
