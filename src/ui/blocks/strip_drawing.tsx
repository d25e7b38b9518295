import type { Flow, FlowLayer } from '../../models/flow';
import { CarriedMark } from './carried_mark';
import './strip_drawing.css';

const WIDTH = 132;
const HEIGHT = 26;
/** Room of the embedding and of the logits. */
const END = 14;
const LINE = 17.5;
/** Of every box: as high as another is filled as far, by the same share. */
const BOX = 14;
/** Narrower boxes have narrower marks, and none below that. */
const MARK = 12;
const LEAST_MARK = 4;

interface Props {
  readonly flow: Flow;
  /** (layers): how far its box is filled, of 1. Null: empty. */
  readonly shares: Float32Array | null;
}

/** The stream from the embedding to the logits, a box on it for each layer, and above it what the layer carries. */
export function StripDrawing({ flow: { layers }, shares }: Props) {
  const weights = layers.map(({ own }) => (own.kind === 'mixer' ? 2 : 1));
  const unit = Math.min(11, (WIDTH - 2 * END) / weights.reduce((sum, weight) => sum + weight, 0));
  let at = END;
  const boxes = layers.map((layer, i) => {
    const x = at;
    at += unit * (weights[i] ?? 1);
    return <Box key={layer.own.key} layer={layer} x={x} width={at - x} share={shares?.[i] ?? null} />;
  });
  const end = at + END;
  return (
    <svg
      className="blocks-strip-drawing"
      width={end}
      height={HEIGHT}
      viewBox={`0 0 ${end} ${HEIGHT}`}
      aria-hidden="true"
    >
      <path d={`M2 ${LINE}H${end - 8}`} className="blocks-stream" />
      <path d={`M1 ${LINE - 4}v8M4 ${LINE - 4}v8M7 ${LINE - 4}v8`} className="blocks-end" />
      {boxes}
      <path
        d={`M${end - 8} ${LINE + 4}v-3M${end - 5} ${LINE + 4}v-8M${end - 2} ${LINE + 4}v-5`}
        className="blocks-end"
      />
    </svg>
  );
}

interface BoxProps {
  readonly layer: FlowLayer;
  readonly x: number;
  readonly width: number;
  readonly share: number | null;
}

function Box({ layer: { own, carried }, x, width, share }: BoxProps) {
  const gap = Math.min(3, width / 4);
  return (
    <>
      <rect
        x={x + gap / 2}
        y={LINE - BOX / 2}
        width={width - gap}
        height={BOX}
        rx={Math.min(2, width / 4)}
        className={own.kind === 'mixer' ? 'blocks-mixer' : 'blocks-mlp'}
      />
      {share === null ? null : <Fill x={x + gap / 2} width={width - gap} share={Math.min(1, share)} />}
      {carried && width >= LEAST_MARK ? (
        <CarriedMark kind={carried.kind} x={x + width / 2} y={8} scale={Math.min(1, width / MARK)} />
      ) : null}
    </>
  );
}

/** From the lower edge up, inside the line around the box. */
function Fill({ x, width, share }: { x: number; width: number; share: number }) {
  const inside = BOX - 1;
  return (
    <rect
      x={x + 0.5}
      y={LINE - BOX / 2 + 0.5 + inside * (1 - share)}
      width={width - 1}
      height={inside * share}
      className="blocks-fill"
    />
  );
}
