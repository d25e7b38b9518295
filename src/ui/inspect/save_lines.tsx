import { type BaselineLevel, contenderLine } from '../charts/axis';
import type { LinesPicture } from '../pictures/picture';
import { SaveMenu } from '../pictures/save_menu';
import { inspectedMember, inspectedOrigin } from './inspected_origin';
import type { ValueAxis } from './value_axis';
import { figure } from './words';

interface Props {
  readonly title: string;
  readonly unit?: string | undefined;
  readonly series: readonly { readonly name: string; readonly values: ArrayLike<number> }[];
  readonly axis: ValueAxis;
  /** What x counts, and from which number. */
  readonly across: { readonly label: string; readonly from: number };
  readonly baselines?: readonly BaselineLevel[];
  /** Draws a dot at every point: values that have nothing between them. */
  readonly dots?: boolean;
}

/** Saves a drawing of lines or bars as a picture, with the contender and its step. */
export function SaveLines(props: Props) {
  return <SaveMenu title={props.title} picture={() => pictureOf(props)} />;
}

/** Several lines have colours of their own, from that of the contender on. */
function pictureOf({ title, unit = '', series, axis, across, baselines = [], dots = false }: Props): LinesPicture {
  const slot = inspectedMember()?.slot ?? 0;
  const count = Math.max(...series.map(({ values }) => values.length));
  const rows = Array.from({ length: count }, (_, i) => ({
    x: across.from + i,
    values: Object.fromEntries(series.map(({ values }, of) => [String(of), finite(values[i])])),
  }));
  return {
    kind: 'lines',
    title,
    unit,
    origin: inspectedOrigin(),
    legend: series.length > 1 ? series.map(({ name }, i) => ({ slot: slot + i, name, value: '' })) : [],
    plot: {
      dots,
      rows,
      lines: series.map((_, i) => contenderLine(String(i), slot + i)),
      bands: [],
      baselines,
      x: {
        label: across.label,
        domain: [across.from, across.from + count - 1],
        log: false,
        format: String,
        whole: true,
      },
      y: { label: unit, domain: [axis.least, axis.most], log: axis.log, format: figure },
    },
  };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
