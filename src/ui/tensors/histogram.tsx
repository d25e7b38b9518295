import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis } from 'recharts';
import { Readout } from '../charts/readout';
import { whole } from '../format';
import { figure } from '../inspect/words';

interface Props {
  /** How many values lie in each of equal parts. */
  readonly counts: readonly number[];
  /** Where the first part begins and the last one ends. */
  readonly least: number;
  readonly most: number;
}

/** A bar for each part, with its ends and its count at the pointer. */
export function Histogram({ counts, least, most }: Props) {
  const width = (most - least) / counts.length;
  const bins = counts.map((count, i) => ({ from: least + i * width, to: least + (i + 1) * width, count }));
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 320, height: 80 }}>
      <BarChart
        accessibilityLayer={false}
        data={bins}
        margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
        barCategoryGap="8%"
      >
        <XAxis dataKey="from" tick={false} tickLine={false} height={1} stroke="var(--line-strong)" />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--grid)' }}
          allowEscapeViewBox={{ x: false, y: true }}
          content={({ active, activeIndex }) => {
            const bin = active ? bins[Number(activeIndex)] : undefined;
            return bin ? (
              <Readout
                title={`${figure(bin.from)} to ${figure(bin.to)}`}
                values={[{ name: bin.count === 1 ? 'number' : 'numbers', text: whole(bin.count) }]}
              />
            ) : null;
          }}
        />
        <Bar
          dataKey="count"
          fill="var(--contender)"
          minPointSize={count => (count ? 1 : 0)}
          isAnimationActive={false}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}
