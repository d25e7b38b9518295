import { Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { type Reading, Readout } from '../charts/readout';
import { contenderColour, contenderDash } from '../colours';
import type { Figure } from './figure';

const text = { fontSize: 10, fill: 'var(--muted)' };
/** CSS pixels before the place is measured. */
const first = { width: 280, height: 96 };

/** The lines of a figure, with the values at the pointer. */
export function EvidencePlot({ figure }: { readonly figure: Figure }) {
  const { lines, log, y: least, formatX, formatY } = figure;
  const x = endsOf(lines.flatMap(({ points }) => points.map(point => point.x)));
  const y = endsOf([...least.filter(Number.isFinite), ...lines.flatMap(({ points }) => points.map(point => point.y))]);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={first}>
      <LineChart accessibilityLayer={false} margin={{ top: 8, right: 12, bottom: 0, left: 0 }}>
        <XAxis {...axis(x, log.x, formatX)} dataKey="x" allowDuplicatedCategory={false} height={18} />
        <YAxis {...axis(y, log.y, formatY)} width={56} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)' }}
          allowEscapeViewBox={{ x: false, y: true }}
          content={({ active, label }) =>
            active && label !== undefined ? <Readout {...readingAt(figure, Number(label))} /> : null
          }
        />
        {lines.map(({ name, points }, slot) => (
          <Line
            key={name}
            name={name}
            data={points.slice()}
            dataKey="y"
            type="linear"
            stroke={contenderColour(slot)}
            strokeWidth={2}
            strokeDasharray={contenderDash(slot) ?? ''}
            dot={false}
            activeDot={{ r: 3 }}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}

function endsOf(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** An axis whose only ticks are its ends. */
function axis(ends: [number, number], log: boolean, tickFormatter: (value: number) => string) {
  return {
    type: 'number' as const,
    scale: log ? ('log' as const) : ('linear' as const),
    domain: ends,
    ticks: [...new Set(ends)],
    tickFormatter,
    tick: text,
    stroke: 'var(--line-strong)',
    tickSize: 4,
  };
}

/** What each line has at one x. */
function readingAt({ lines, formatX, formatY }: Figure, x: number): Reading {
  return {
    title: formatX(x),
    values: lines.flatMap(({ name, points }, slot) => {
      const at = points.find(point => point.x === x);
      return at ? [{ slot, name, text: formatY(at.y) }] : [];
    }),
  };
}
