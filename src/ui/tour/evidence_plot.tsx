import { Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { contenderColour, contenderDash } from '../colours';
import { EvidenceReading } from './evidence_reading';
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
        <XAxis
          dataKey="x"
          type="number"
          allowDuplicatedCategory={false}
          scale={log.x ? 'log' : 'linear'}
          domain={x}
          ticks={[...new Set(x)]}
          tickFormatter={formatX}
          tick={text}
          stroke="var(--line-strong)"
          height={18}
          tickSize={4}
        />
        <YAxis
          type="number"
          scale={log.y ? 'log' : 'linear'}
          domain={y}
          ticks={[...new Set(y)]}
          tickFormatter={formatY}
          tick={text}
          stroke="var(--line-strong)"
          width={56}
          tickSize={4}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)' }}
          allowEscapeViewBox={{ x: false, y: true }}
          content={({ active, label }) =>
            active && label !== undefined ? <EvidenceReading figure={figure} x={Number(label)} /> : null
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
