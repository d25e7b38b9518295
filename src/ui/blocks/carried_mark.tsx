import type { CarriedKind } from '../../models/carried';

/** On a 12 by 8 grid: a loop, the bars of a window between its edges, bars that grow. */
const paths: Readonly<Record<CarriedKind, string>> = {
  fixed: 'M2.5 7.5C.5 3 3.5.8 6 .8S11.5 3 9.5 7.5M7.6 5.6l1.9 1.9 1.6-2.2',
  window: 'M1 .8v6.4M11 .8v6.4M4 2.5v3M6 2.5v3M8 2.5v3',
  growing: 'M2 7V5.5M4.7 7V4M7.4 7V2.4M10 7V.8',
};

/** What a layer carries, as a mark whose lower end is at (x, y); screen readers skip it. */
export function CarriedMark({
  kind,
  x = 0,
  y = 0,
  scale = 1,
}: {
  kind: CarriedKind;
  x?: number;
  y?: number;
  scale?: number;
}) {
  return (
    <path
      d={paths[kind]}
      transform={`translate(${x - 6 * scale} ${y - 8 * scale}) scale(${scale})`}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  );
}
