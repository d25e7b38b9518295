import { memo, type ReactNode, useState } from 'react';
import { memberName } from '../../lab/config/members';
import type { CurveColumn } from '../../lab/race/curve';
import { contenderColour, contenderDash } from '../colours';
import { curvesCsv } from '../curves_csv';
import { safeFileName } from '../download';
import { originOfRun } from '../pictures/origin';
import { useGhost } from '../stores/ghost';
import { usePreferences } from '../stores/preferences';
import { byContender, type RunState, raceStep, slotsOf } from '../stores/run_state';
import { curveAxis, raceExtent } from './axes';
import { contenderLine } from './axis';
import { bucketRows, type PlotRow } from './bucket';
import { ChartFrame } from './chart_frame';
import { columnFormat } from './column_format';
import { GhostButton, ghostLines } from './ghost';
import { LivePlot } from './live_plot';
import { valueNear } from './nearest';
import { lastValue, type SeedBand, type SeedValue, seedCurve, valueNearest } from './seed_curves';
import { padded } from './ticks';

interface Props {
  readonly run: RunState;
  readonly title: string;
  readonly unit: string;
  /** The column of the strong lines and of the legend. */
  readonly strong: CurveColumn;
  /** The column of the faint lines behind. */
  readonly faint?: CurveColumn;
  readonly log: boolean;
  /** Fixed bounds of y, or null to fit the lines. */
  readonly bounds: readonly [number, number] | null;
  /** The interval of a value, written after it; empty if it has none. */
  readonly spread?: (value: number) => string;
  readonly baselines: readonly { readonly name: string; readonly y: number }[];
  readonly controls?: ReactNode;
  readonly className?: string;
}

/** About one per pixel of a usual chart: a spike keeps its place, and a race of fewer steps is drawn point by point. */
const MOST_ROWS = 600;

/** A quantity of training against step, tokens, time, or FLOPs, for all contenders. */
export const CurveChart = memo(function CurveChart(props: Props) {
  const { run, title, unit, strong, faint, log, bounds, spread, baselines, controls, className } = props;
  const { format, tickFormat } = columnFormat(strong);
  const axis = curveAxis(usePreferences(p => p.curveAxis));
  const band = usePreferences(p => p.seedBand);
  const [shown, setShown] = useState<Shown>({ pointed: null, pressed: [] });
  const drawn = faint ? [faint, strong] : [strong];
  const contenders = byContender(run);
  const seeds = Math.max(...contenders.map(({ length }) => length));
  const usable = (y: number) => Number.isFinite(y) && !(log && y <= 0);
  const curves = contenders.map(members => ({
    strong: seedCurve(members, axis.column, strong, band, usable),
    faint: faint ? seedCurve(members, axis.column, faint, band, usable) : null,
  }));
  const single = seeds > 1 ? run.members.filter(({ contender }) => isShown(shown, contender)) : [];
  const singleLines = single.map(({ contender, seed, slot, curve }) => ({
    key: `${strong}-${contender}-seed-${seed}`,
    slot,
    x: curve[axis.column].view(),
    y: curve[strong].view().map(y => (usable(y) ? y : Number.NaN)),
  }));
  const lines = [
    ...curves.flatMap(({ strong: { x, mean, low, high }, faint: behind }, index) => [
      ...(behind ? [{ key: `${faint}-${index}`, x: behind.x, y: behind.mean }] : []),
      { key: `${strong}-${index}`, x, y: mean },
      ...(seeds > 1
        ? [
            { key: `${strong}-${index}-low`, x, y: low.map(y => (usable(y) ? y : Number.NaN)) },
            { key: `${strong}-${index}-high`, x, y: high },
          ]
        : []),
    ]),
    ...singleLines,
  ];
  const ghost = useGhost();
  const behind = ghostLines(ghost, strong, axis.column, usable);
  const rows = bucketRows([...behind, ...lines], MOST_ROWS);
  const nothing = rows.length === 0;
  const told = (value: SeedValue) => {
    if (seeds > 1) return `${format(value.mean)} ${bandWords(value, band, format)}`;
    const interval = spread?.(value.mean) ?? '';
    return interval === '' ? format(value.mean) : `${format(value.mean)} (${interval})`;
  };
  const last = contenders.flatMap(([member], index) => {
    const curve = curves[index];
    if (!member || !curve) return [];
    const value = lastValue(curve.strong);
    const shownValue = Number.isFinite(value.mean) || !curve.faint ? value : lastValue(curve.faint);
    const { slot, name } = member;
    const item = { slot, name, value: told(shownValue) };
    if (seeds === 1) return [item];
    return [
      {
        ...item,
        single: {
          pressed: shown.pressed.includes(index),
          onPoint: (over: boolean) => setShown(before => ({ ...before, pointed: over ? index : null })),
          onPress: () => setShown(before => ({ ...before, pressed: toggled(before.pressed, index) })),
        },
      },
    ];
  });
  const slots = slotsOf(run.members);
  const [low, high] = bounds ?? fitted(rows, baselines, log);
  const plot = {
    rows,
    lines: [
      ...behind.map(({ key, slot }) => ({
        key,
        colour: 'var(--muted)',
        dash: contenderDash(slot),
        width: 1,
        opacity: 0.7,
      })),
      ...slots.flatMap((slot, index) => [
        ...(faint ? [{ key: `${faint}-${index}`, colour: contenderColour(slot), width: 1, opacity: 0.32 }] : []),
        contenderLine(`${strong}-${index}`, slot),
      ]),
      ...singleLines.map(({ key, slot }) => ({ key, colour: contenderColour(slot), width: 1, opacity: 0.8 })),
    ],
    bands: seeds > 1 ? slots.map((slot, index) => ({ key: `${strong}-${index}`, colour: contenderColour(slot) })) : [],
    x: {
      label: axis.unit,
      domain: [0, raceExtent(run.members, axis.column)] as const,
      log: false,
      format: axis.format,
      tickFormat: axis.tickFormat,
      whole: axis.whole,
      time: axis.column === 'seconds',
    },
    y: { label: unit, domain: [low, high] as const, log, format, tickFormat },
    baselines: log ? baselines.filter(({ y }) => y > 0) : baselines,
  };
  return (
    <ChartFrame
      title={title}
      unit={unit}
      controls={
        <>
          {ghost ? <GhostButton name={ghost.name} /> : null}
          {controls}
        </>
      }
      legend={last}
      className={className ?? ''}
      summary={`${title} (${unit}) against ${axis.unit}. ${last.map(l => `${l.name}: ${l.value}`).join('; ')}.`}
      empty={nothing ? emptyWords(run) : null}
      file={{ name: `unroll-${safeFileName(title)}.csv`, text: () => curvesCsv(run, drawn) }}
      plot={plot}
      origin={() => originOfRun(run)}
    >
      <LivePlot
        plot={plot}
        group={`curves against ${axis.unit}`}
        label={`${title} against ${axis.unit}`}
        read={x => ({
          title: axis.read(x),
          values: [
            ...contenders.flatMap(([member], index) => {
              const curve = curves[index];
              if (!member || !curve) return [];
              const text = told(valueNearest(curve.strong, x));
              const behind = curve.faint ? ` · train ${format(valueNearest(curve.faint, x).mean)}` : '';
              return [{ slot: member.slot, name: member.name, text: `${text}${behind}` }];
            }),
            ...single.map(({ name, seed, slot, curve }) => ({
              slot,
              name: memberName(name, seed, seeds),
              text: format(valueNear(curve[axis.column], curve[strong], x)),
            })),
          ],
        })}
      />
    </ChartFrame>
  );
});

/** Contenders whose single seeds are drawn: the one that is pointed at, and those that were pressed. */
interface Shown {
  readonly pointed: number | null;
  readonly pressed: readonly number[];
}

function isShown({ pointed, pressed }: Shown, contender: number): boolean {
  return pointed === contender || pressed.includes(contender);
}

function toggled(list: readonly number[], item: number): readonly number[] {
  return list.includes(item) ? list.filter(other => other !== item) : [...list, item];
}

function bandWords({ mean, low, high }: SeedValue, band: SeedBand, format: (value: number) => string): string {
  if (!Number.isFinite(mean)) return '';
  return band === 'range' ? `(${format(low)} to ${format(high)})` : `± ${format(high - mean)}`;
}

/** Bounds of y that hold all values and all levels. */
function fitted(rows: readonly PlotRow[], baselines: Props['baselines'], log: boolean): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const take = (y: number) => {
    if (y < low) low = y;
    if (y > high) high = y;
  };
  for (const { values } of rows) for (const y of Object.values(values)) if (y !== null) take(y);
  for (const { y } of baselines) if (!log || y > 0) take(y);
  return low <= high ? padded(low, high, log) : [1, 2];
}

function emptyWords(run: RunState): string {
  if (raceStep(run) > 0) return 'Nothing was measured.';
  if (run.playing) return 'The first steps are running.';
  return run.members.length > 0 && run.members.every(({ status }) => status === 'frozen')
    ? 'Nothing here trains: the weights are from a file.'
    : 'Press Train to start.';
}
