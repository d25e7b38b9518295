import { memo, useMemo } from 'react';
import { envelope } from './envelope';
import './waveform.css';

/** Columns of the drawing: about one for each pixel of its width. */
const COLUMNS = 320;

interface Part {
  readonly samples: ArrayLike<number>;
  readonly colour: string;
}

interface Props {
  /** A description for screen readers. */
  readonly label: string;
  /** One after the other. */
  readonly parts: readonly Part[];
  /** How many samples fill the whole width. The place of samples that are not there yet stays empty. */
  readonly total: number;
}

/** Sounds over time, one part after the other. */
export const Waveform = memo(function Waveform({ label, parts, total }: Props) {
  const paths = useMemo(() => {
    const scale = COLUMNS / Math.max(1, total);
    let before = 0;
    return parts.map(({ samples, colour }) => {
      const from = before;
      before += samples.length;
      return { from, colour, path: envelope(samples, from * scale, before * scale) };
    });
  }, [parts, total]);
  return (
    <svg className="waveform" viewBox={`0 -1 ${COLUMNS} 2`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path d={`M0 0h${COLUMNS}`} stroke="var(--line)" vectorEffect="non-scaling-stroke" />
      {paths.map(({ from, colour, path }) => (
        <path key={from} d={path} stroke={colour} strokeWidth="1.3" vectorEffect="non-scaling-stroke" />
      ))}
    </svg>
  );
});
