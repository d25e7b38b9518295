import type { FlowValues } from '../../lab/inspect/probe';
import { significant } from '../format';
import './tower_figures.css';

/** Root mean squares at one token. */
interface AtToken {
  readonly embedded: number;
  readonly layers: readonly { readonly stream: number; readonly added: number }[];
  /** The largest of all. */
  readonly most: number;
}

export function figuresAt(values: FlowValues | null, token: number): AtToken | null {
  if (!values) return null;
  const embedded = values.embedded[token] ?? 0;
  const layers = values.layers.map(({ stream, added }) => ({ stream: stream[token] ?? 0, added: added[token] ?? 0 }));
  return { embedded, layers, most: Math.max(embedded, ...layers.flatMap(({ stream, added }) => [stream, added])) };
}

interface Props {
  readonly added?: number | undefined;
  readonly stream?: number | undefined;
  readonly most?: number | undefined;
}

/** What a layer adds to the stream, and the stream after it, with bars of their sizes. */
export function Figures({ added, stream, most }: Props) {
  if (stream === undefined || most === undefined) return null;
  return (
    <span className="tower-figures small number">
      {added === undefined ? null : <Figure name="adds" value={added} most={most} />}
      <Figure name="stream" value={stream} most={most} />
    </span>
  );
}

/** Over the columns. */
export function FigureHeads() {
  return (
    <span className="tower-figures small muted" aria-hidden="true">
      <span>RMS</span>
      <span className="tower-figure">adds</span>
      <span className="tower-figure">stream</span>
    </span>
  );
}

function Figure({ name, value, most }: { name: string; value: number; most: number }) {
  return (
    <span className="tower-figure">
      <span className="sr-only">{name} </span>
      {significant(value)}
      <span className="tower-figure-bar" style={{ transform: `scaleX(${most > 0 ? value / most : 0})` }} />
    </span>
  );
}
