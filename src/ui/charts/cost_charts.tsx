import { modelOf } from '../../lab/config/model_of';
import { csv } from '../../lab/export/csv';
import { stateBytes } from '../../models/cost';
import { contenderColour } from '../colours';
import { bytes, compact, milliseconds, roundCount, significant, tickNumber } from '../format';
import { Toggles } from '../kit/toggles';
import { latencyCsv } from '../latency_csv';
import { originOfRun } from '../pictures/origin';
import type { Latency } from '../stores/curve';
import { setPreferences, usePreferences } from '../stores/preferences';
import { useSlowRun } from '../stores/run';
import { type MemberRun, type RunState, standing } from '../stores/run_state';
import { type Axis, contenderLine, scales } from './axis';
import { type BandPoint, bandOf } from './band';
import type { PlotRow } from './bucket';
import { ChartFrame } from './chart_frame';
import { LatencyMethod } from './latency_method';
import { LivePlot } from './live_plot';
import { binaryTicks, padded } from './ticks';
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
  const strands = strandsOf(run, log);
  const rows = bandRows(strands);
  const highs = strands.flatMap(s => s.points.map(p => p.high));
  const reached = furthestPosition(run);
  const median = (points: readonly BandPoint[]) => points[points.length - 1]?.median ?? Number.NaN;
  const legend = standing(run).map(({ name, slot }, index) => {
    const latest = strands.filter(s => s.index === index).at(-1);
    return { slot, name, value: milliseconds(latest ? median(latest.points) : Number.NaN) };
  });
  const plot = {
    rows,
    lines: strands.map(({ key, slot, naive }) => ({
      ...contenderLine(key, slot),
      ...(naive ? { dash: '1 3', width: 2.5 } : {}),
    })),
    bands: strands.map(({ key, slot }) => ({ key, colour: contenderColour(slot) })),
    x: positionAxis(reached, log),
    y: {
      label: 'ms',
      domain: [0, Math.max(...highs) * 1.08] as const,
      log: false,
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
      controls={
        <>
          <Toggles
            label="Scale of the position"
            value={scale}
            options={scales}
            onChange={positionScale => setPreferences({ positionScale })}
          />
          <LatencyMethod run={run} />
        </>
      }
      summary={`Milliseconds per sampled token against its position. At the last position: ${legend.map(l => `${l.name} ${l.value}`).join('; ')}.`}
      empty={strands.length > 0 ? null : run.sampling?.done ? TOO_FEW : 'Press Sample to measure.'}
      file={{ name: 'unroll-time-per-token.csv', text: () => latencyCsv(run) }}
      plot={plot}
      origin={() => originOfRun(run)}
    >
      <LivePlot
        plot={plot}
        group="positions"
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

function positionAxis(reached: number, log: boolean): Axis {
  return {
    label: 'position',
    domain: [log ? 1 : 0, reached],
    log,
    format: compact,
    tickFormat: roundCount,
    whole: true,
  };
}

/** State carried from token to token against the position. */
export function BytesChart({ run, className = 'bytes-chart' }: Props) {
  const log = usePreferences(p => p.positionScale) === 'log';
  const { config, task } = run;
  const reached = furthestPosition(run);
  const positions = log
    ? Array.from({ length: 33 }, (_, i) => Math.round(reached ** (i / 32)))
    : Array.from({ length: 33 }, (_, i) => Math.round((i / 32) * reached));
  const models = config && task ? config.contenders.map(c => modelOf(c, task.vocabularySize)) : [];
  const at = (index: number, t: number) => {
    const model = models[index];
    return model ? stateBytes(model, t) : Number.NaN;
  };
  const rows: PlotRow[] = [...new Set(positions)].map(x => ({
    x,
    values: Object.fromEntries(models.map((_, index) => [`state-${index}`, at(index, x)])),
  }));
  const ys = rows.flatMap(row => Object.values(row.values)).filter(y => y !== null && y > 0);
  const [low, high] = padded(Math.min(...ys.map(Number)), Math.max(...ys.map(Number)), true);
  const legend = standing(run).map(({ name, slot }, index) => ({ slot, name, value: bytes(at(index, reached)) }));
  const plot = {
    rows,
    lines: standing(run)
      .slice(0, models.length)
      .map(({ slot }, index) => contenderLine(`state-${index}`, slot)),
    bands: [],
    x: positionAxis(reached, log),
    y: { label: 'bytes', domain: [low, high] as const, log: true, format: shortBytes, ticks: binaryTicks(low, high) },
    baselines: [],
  };
  return (
    <ChartFrame
      title="State carried"
      unit={`bytes at position ${compact(reached)}, log`}
      className={className}
      legend={legend}
      summary={`Bytes of state carried from token to token against the position. At position ${reached}: ${legend.map(l => `${l.name} ${l.value}`).join('; ')}.`}
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
      origin={() => originOfRun(run)}
    >
      <LivePlot
        plot={plot}
        group="positions"
        label="State carried against position"
        read={x => ({
          title: `Token ${compact(Math.round(x))}`,
          values: standing(run).map(({ name, slot }, index) => ({
            slot,
            name,
            text: bytes(at(index, Math.round(x))),
          })),
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
