import '../../src/ui/styles/tokens.css';
import '../../src/ui/styles/base.css';
import '../../src/ui/styles/panel.css';
import { Tooltip } from 'radix-ui';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { presets } from '../../src/lab/config/presets';
import type { MeasuredCase, Subject } from '../../src/lab/measure/subject';
import { RaceChart } from '../../src/ui/charts/race_chart';
import { appendPoints, type Curve, emptyCurve, emptyLatency, truncateCurve } from '../../src/ui/stores/curve';
import { initialRun, type MemberRun, type RunState } from '../../src/ui/stores/run_state';
import type { BenchFamily } from './case';

const POINTS = 500;
/** CSS pixels: about what the loss chart has on a page of 1440 x 900. */
const SIZE = { width: '676px', height: '330px' };
const baselines = [
  { name: 'uniform', loss: 4.5 },
  { name: 'unigram', loss: 3.1 },
];

/** The loss at a step, with reproducible noise. */
function loss(contender: number, step: number): number {
  const noise = Math.sin(step * 12.9898 + contender * 78.233) * 43758.5453;
  return 2.2 + 0.05 * contender + 3 * Math.exp(-step / 60) + 0.3 * (noise - Math.floor(noise));
}

function addStep(curve: Curve, contender: number, step: number): void {
  const y = loss(contender, step);
  const one = (value: number) => Float64Array.of(value);
  appendPoints(curve, {
    step: one(step),
    loss: one(y),
    validation: one(y - 0.1),
    accuracy: one(0.3),
    gradientNorm: one(1),
    tokens: one(step * 256),
    flops: one(step * 1e7),
    seconds: one(step / 10),
  });
}

function member(contender: number, seed: number): MemberRun {
  const curve = emptyCurve();
  for (let step = 1; step < POINTS; step++) addStep(curve, 10 * seed + contender, step);
  return {
    name: `Contender ${contender + 1}`,
    contender,
    seed,
    slot: contender,
    blocks: [],
    report: null,
    status: 'training',
    stepSeconds: null,
    compiled: null,
    curve,
    latency: { carried: emptyLatency(), naive: emptyLatency() },
    writing: null,
    answered: null,
    beside: null,
    trouble: null,
  };
}

/** Frames to wait for the library that draws: it loads beside the page. */
const LOADING_FRAMES = 600;

/** The loss chart with its legend, drawn again with one more point, until its last pixel is read back. */
async function chartSubject(contenders: number, seeds: number): Promise<Subject> {
  const host = document.createElement('div');
  Object.assign(host.style, SIZE, { display: 'grid' });
  document.body.append(host);
  const root = createRoot(host);
  const [{ config }] = presets;
  const members = Array.from({ length: contenders * seeds }, (_, i) => member(Math.floor(i / seeds), 1 + (i % seeds)));
  const training = { ...config.training, seeds };
  const run: RunState = { ...initialRun, runId: 1, loaded: true, config: { ...config, training }, members };
  const lines = 2 * contenders;
  const draw = () => {
    flushSync(() =>
      root.render(
        <Tooltip.Provider>
          <RaceChart run={{ ...run }} chart="first" metric="loss" baselines={baselines} className="loss-chart" />
        </Tooltip.Provider>,
      ),
    );
    const canvas = host.querySelector('canvas');
    canvas?.getContext('2d')?.getImageData(0, 0, 1, 1);
  };
  draw();
  for (let frame = 0; frame < LOADING_FRAMES && !host.querySelector('canvas'); frame++)
    await new Promise(resolve => requestAnimationFrame(resolve));
  return {
    async run(times) {
      for (let i = 0; i < times; i++) {
        for (const { curve, contender, seed } of members) {
          truncateCurve(curve, POINTS - 1);
          addStep(curve, 10 * seed + contender, POINTS);
        }
        draw();
      }
      // A microtask draws the first picture.
      await Promise.resolve();
      const drawn = host.querySelector<HTMLElement>('.live-plot-canvas')?.dataset.lines;
      if (drawn !== String(lines)) throw new Error(`${drawn ?? 'none'} of ${lines} lines were drawn`);
    },
    facts: () => ({ lines, seeds, 'points each': POINTS }),
    destroy() {
      root.unmount();
      host.remove();
    },
  };
}

const chartCase = ([contenders, seeds]: readonly [number, number]): MeasuredCase => ({
  name: `loss chart, ${contenders} contenders, ${seeds === 1 ? '1 seed' : `${seeds} seeds`}, ${POINTS} points each`,
  work: { unit: 'redraw', amount: 1 },
  ours: () => chartSubject(contenders, seeds),
});

export const charts: BenchFamily = {
  name: 'charts',
  title: `A redraw of a live chart (${SIZE.width} x ${SIZE.height})`,
  note: 'What the page does when a point arrives: means and bands over seeds, legend, summary, ticks, lines, and names of levels, until the pixels can be read. Training and validation of each contender are a line. The adapter takes no part.',
  cases: (
    [
      [2, 1],
      [8, 1],
      [8, 3],
    ] as const
  ).map(chartCase),
};
