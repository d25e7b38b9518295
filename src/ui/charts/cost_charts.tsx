import { modelOf } from '../../lab/config/model_of';
import { csv } from '../../lab/export/csv';
import { stateBytes } from '../../models/cost';
import { contenderColour } from '../colours';
import { bytes, compact, milliseconds, roundCount, significant, tickNumber } from '../format';
import { Toggles } from '../kit/toggles';
import { latencyCsv } from '../latency_csv';
import { originOfRun } from '../pictures/origin';
import { type Reach, reachOf } from '../sample_race/reach';
import { useSlowReplay } from '../sample_race/use_replay';
import type { Latency } from '../stores/curve';
import { setPreferences, useChartView, usePreferences } from '../stores/preferences';
import { useSlowRun } from '../stores/run';
import { type MemberRun, type RunState, standing } from '../stores/run_state';
import { type Axis, contenderLine, scales } from './axis';
import { type BandPoint, bandOf } from './band';
import type { PlotRow } from './bucket';
import { ChartFrame } from './chart_frame';
import { ChartOptions } from './chart_options';
import { type HiddenLines, useHiddenLines } from './hidden_lines';
import { LatencyMethod } from './latency_method';
import { legendWords } from './legend_words';
import { LivePlot } from './live_plot';
import { useShownRange } from './pointer';
import { extentOf } from './range';
import { binaryTicks } from './ticks';
import { viewWords } from './view_words';
import { fittedEnds, fixedEnds } from './y_ends';
import { ZoomChip } from './zoom_chip';
import './cost_charts.css';

/** The cost of a sampled token against its position: measured time and carried state. */
export function CostCharts() {
  const run = useSlowRun(250);
  return (
    <>
      <TimeChart run={run} />
      <BytesChart run={run} />
    </>
  );
}

/** Shown after a sample whose every group mostly waited for its answer. */
const TOO_FEW = 'Too few tokens to time: they take less time than the wait for them. Sample more.';

interface Strand {
  readonly key: string;
  readonly index: number;
  readonly slot: number;
  readonly name: string;
  readonly naive: boolean;
  readonly latency: Latency;
  readonly points: readonly BandPoint[];
}

function strandsOf(run: RunState, log: boolean): Strand[] {
  const strand = (index: number, { name, slot }: MemberRun, latency: Latency, naive: boolean): Strand => ({
    key: `${naive ? 'naive' : 'carried'}-${index}`,
    index,
    slot,
    name: naive ? `${name}, naive` : name,
    naive,
    latency,
    points: bandOf(latency.position.view(), latency.milliseconds.view(), bandsFor(latency.position.length), log),
  });
  return standing(run)
    .flatMap((c, i) => [strand(i, c, c.latency.carried, false), strand(i, c, c.latency.naive, true)])
    .filter(s => s.points.length > 0);
}

/** What of a strand a replay has come to. */
function upTo({ index, naive, points, ...strand }: Strand, reach: Reach): Strand {
  return { ...strand, index, naive, points: points.filter(({ x }) => x <= reach(index, naive)) };
}

/** How many pieces to cut the positions into: about four measurements in each, but at least 8 and at most 48 pieces. */
function bandsFor(measurements: number): number {
  return Math.max(8, Math.min(48, Math.floor(measurements / 4)));
}

interface Props {
  readonly run: RunState;
  readonly className?: string;
}

/** Time per sampled token against its position. */
export function TimeChart({ run, className = 'time-chart' }: Props) {
  const scale = usePreferences(p => p.positionScale);
  const log = scale === 'log';
  const choices = useChartView('time');
  const { view } = choices;
  const all = strandsOf(run, log);
  const reach = reachOf(run, useSlowReplay(run, 100));
  const lines = useHiddenLines(`race ${run.runId}`);
  const whole = all.filter(({ slot }) => !lines.hidden.includes(slot));
  const strands = whole.map(strand => upTo(strand, reach));
  const rows = bandRows(strands);
  const { group, x } = usePositions(run, log);
  const logY = view.logY ?? false;
  // The scale stays while a replay draws along.
  const fitted = bandRows(whole);
  const highest = fittedEnds(fitted, x.domain, [], false)[1];
  const median = (points: readonly BandPoint[]) => points[points.length - 1]?.median ?? Number.NaN;
  const legend = standing(run).map(({ name, slot }, index) => {
    const latest = all.find(s => s.index === index);
    return { slot, name, value: milliseconds(latest ? median(upTo(latest, reach).points) : Number.NaN) };
  });
  const plot = {
    rows,
    lines: strands.map(({ key, slot, naive }) => ({
      ...contenderLine(key, slot),
      ...(naive ? { dash: '1 3', width: 2.5 } : {}),
    })),
    bands: strands.map(({ key, slot }) => ({ key, colour: contenderColour(slot) })),
    x,
    y: {
      label: 'ms',
      domain:
        fixedEnds(view.range, logY) ?? (logY ? fittedEnds(fitted, x.domain, [], true) : ([0, highest * 1.04] as const)),
      log: logY,
      format: (value: number) => significant(value),
      tickFormat: tickNumber,
    },
    baselines: [],
  };
  return (
    <ChartFrame
      title="Time per token"
      unit="ms at the end, 10–90 % band"
      className={className}
      legend={legend}
      hidden={lines}
      zoom={<ZoomChip group={group} x={x} />}
      controls={
        <>
          <Toggles
            label="Scale of the position"
            value={scale}
            options={scales}
            onChange={positionScale => setPreferences({ positionScale })}
          />
          <LatencyMethod run={run} />
          <ChartOptions title="Time per token" choices={choices} logY={false} shownY={plot.y.domain} />
        </>
      }
      summary={`Milliseconds per sampled token against its position. At the last position: ${legend.map(l => `${l.name} ${l.value}`).join('; ')}.`}
      empty={all.length > 0 ? null : run.sampling?.done ? TOO_FEW : 'Press Sample to measure.'}
      file={{ name: 'unroll-time-per-token.csv', text: () => latencyCsv(run) }}
      plot={plot}
      origin={() => originOfRun(run, undefined, viewWords(x, view, hiddenNames(run, lines)))}
    >
      <LivePlot
        plot={plot}
        group={group}
        label="Time per token against position"
        read={x => ({
          title: `Token ${compact(Math.round(x))}`,
          values: strands.map(({ slot, name, points }) => {
            const p = nearestPoint(points, x);
            return {
              slot,
              name,
              text: p ? `${significant(p.median)} ms (${significant(p.low)}–${significant(p.high)})` : '–',
            };
          }),
        })}
      />
    </ChartFrame>
  );
}

/** The end of the bytes chart before anything was sampled. */
const USUAL_POSITION = 1024;

/** The end of both charts: the last position that any contender sampled, with carried state or naively, but at least 8. */
function furthestPosition(run: RunState): number {
  const sampled = standing(run).flatMap(({ latency: { carried, naive } }) =>
    [carried.position.last, naive.position.last].filter(Number.isFinite),
  );
  return sampled.length === 0 ? USUAL_POSITION : Math.max(8, ...sampled);
}

/** The axis of both charts, as far as it is shown, and the name of their group. */
function usePositions(run: RunState, log: boolean): { readonly group: string; readonly x: Axis } {
  const group = `race ${run.runId} against position`;
  const extent = extentOf([log ? 1 : 0, furthestPosition(run)], log, true);
  const domain = useShownRange(group, extent);
  const x = { label: 'position', domain, extent, log, format: compact, tickFormat: roundCount, whole: true };
  return { group, x };
}

function hiddenNames(run: RunState, { hidden }: HiddenLines): string[] {
  return standing(run).flatMap(({ name, slot }) => (hidden.includes(slot) ? [name] : []));
}

/** State carried from token to token against the position. */
export function BytesChart({ run, className = 'bytes-chart' }: Props) {
  const log = usePreferences(p => p.positionScale) === 'log';
  const { config, task } = run;
  const choices = useChartView('state');
  const { view } = choices;
  const lines = useHiddenLines(`race ${run.runId}`);
  const reached = furthestPosition(run);
  const { group, x } = usePositions(run, log);
  const [from, to] = x.domain;
  const positions = Array.from({ length: 33 }, (_, i) =>
    Math.round(log ? from * (to / from) ** (i / 32) : from + (i / 32) * (to - from)),
  );
  const models = config && task ? config.contenders.map(c => modelOf(c, task.vocabularySize)) : [];
  const at = (index: number, t: number) => {
    const model = models[index];
    return model ? stateBytes(model, t) : Number.NaN;
  };
  const shown = standing(run)
    .slice(0, models.length)
    .map(({ name, slot }, index) => ({ name, slot, index }))
    .filter(({ slot }) => !lines.hidden.includes(slot));
  const rows: PlotRow[] = [...new Set(positions)].map(x => ({
    x,
    values: Object.fromEntries(shown.map(({ index }) => [`state-${index}`, at(index, x)])),
  }));
  const logY = view.logY ?? true;
  const [low, high] = fixedEnds(view.range, logY) ?? fittedEnds(rows, x.domain, [], logY);
  const legend = standing(run).map(({ name, slot }, index) => ({ slot, name, value: bytes(at(index, reached)) }));
  const plot = {
    rows,
    lines: shown.map(({ slot, index }) => contenderLine(`state-${index}`, slot)),
    bands: [],
    x,
    y: {
      label: 'bytes',
      domain: [low, high] as const,
      log: logY,
      format: shortBytes,
      ...(logY ? { ticks: binaryTicks(low, high) } : {}),
    },
    baselines: [],
  };
  return (
    <ChartFrame
      title="State carried"
      unit={`bytes at position ${compact(reached)}${logY ? ', log' : ''}`}
      className={className}
      legend={legend}
      hidden={lines}
      zoom={<ZoomChip group={group} x={x} />}
      controls={<ChartOptions title="State carried" choices={choices} logY shownY={plot.y.domain} />}
      summary={`Bytes of state carried from token to token against the position. The last of them is ${reached.toLocaleString('en')}.${legendWords(legend)}`}
      empty={models.length === 0 ? 'Shown once the race is loaded.' : null}
      file={{
        name: 'unroll-state-bytes.csv',
        text: () =>
          csv(
            ['position', ...standing(run).map(c => c.name)],
            rows.map(row => [row.x, ...models.map((_, i) => at(i, row.x))]),
          ),
      }}
      plot={plot}
      origin={() => originOfRun(run, undefined, viewWords(x, view, hiddenNames(run, lines)))}
    >
      <LivePlot
        plot={plot}
        group={group}
        label="State carried against position"
        read={x => ({
          title: `Token ${compact(Math.round(x))}`,
          values: shown.map(({ name, slot, index }) => ({ slot, name, text: bytes(at(index, Math.round(x))) })),
        })}
      />
    </ChartFrame>
  );
}

/** A power of two of bytes in its largest unit, without zeros after the point. */
function shortBytes(value: number): string {
  return bytes(value)
    .replace('.00', '')
    .replace(/(\d)\.0 /, '$1 ');
}

function bandRows(strands: readonly Strand[]): PlotRow[] {
  const table = new Map<number, Record<string, number | null>>();
  for (const { key, points } of strands) {
    for (const { x, low, median, high } of points) {
      const values = table.get(x) ?? {};
      values[key] = median;
      values[`${key}-low`] = low;
      values[`${key}-high`] = high;
      table.set(x, values);
    }
  }
  return [...table].sort(([a], [b]) => a - b).map(([x, values]) => ({ x, values }));
}

function nearestPoint(points: readonly BandPoint[], x: number): BandPoint | null {
  return points.reduce<BandPoint | null>(
    (best, p) => (best && Math.abs(best.x - x) <= Math.abs(p.x - x) ? best : p),
    null,
  );
}
