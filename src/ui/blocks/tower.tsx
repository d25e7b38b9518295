import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import type { FlowValues } from '../../lab/inspect/probe';
import type { Carried } from '../../models/carried';
import type { Flow, FlowLayer, Piece } from '../../models/flow';
import { bytes } from '../format';
import { CarriedMark } from './carried_mark';
import { growthWords } from './carried_words';
import { FigureHeads, Figures, figuresAt } from './tower_figures';
import './tower.css';

interface Props {
  readonly flow: Flow;
  /** Key of the chosen piece. */
  readonly chosen: string;
  readonly onChoose: (key: string) => void;
  /** A piece was pressed, not only focused. */
  readonly onPress: () => void;
  readonly onPoint: (key: string | null) => void;
  /** Null: there are none yet. */
  readonly values: FlowValues | null;
  /** The token that flows. */
  readonly token: number;
}

/** From this many layers on, rows are lower. */
const MANY_LAYERS = 9;

/** The pieces of a model on the residual stream, the first at the bottom. Arrow keys go up and down. */
export function Tower({ flow, chosen, onChoose, onPress, onPoint, values, token }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const button = (piece: Piece) => (
    <PieceButton piece={piece} chosen={piece.key === chosen} onChoose={onChoose} onPress={onPress} onPoint={onPoint} />
  );
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    const all: readonly (Element | null)[] = [...(list.current?.querySelectorAll('button') ?? [])];
    const here = all.indexOf(document.activeElement);
    if (step === 0 || here < 0) return;
    event.preventDefault();
    const next = all[here + step];
    if (next instanceof HTMLElement) next.focus();
  };
  const { embedding, layers, norm, head } = flow;
  const figures = figuresAt(values, token);
  return (
    <ol
      ref={list}
      className={`tower ${values ? 'with-values' : ''} ${layers.length >= MANY_LAYERS ? 'low' : ''}`}
      aria-label="Pieces that a token passes, first to last"
      onKeyDown={onKey}
      onPointerLeave={() => onPoint(null)}
    >
      <li className="tower-row end">
        {button(embedding)}
        <Figures stream={figures?.embedded} most={figures?.most} />
      </li>
      {layers.map((layer, i) => (
        <LayerRow key={layer.own.key} layer={layer} first={layers[i - 1]?.block !== layer.block}>
          {layer.norm ? button(layer.norm) : null}
          {button(layer.own)}
          {layer.carried ? <CarriedBadge carried={layer.carried} /> : null}
          <Figures {...figures?.layers[i]} most={figures?.most} />
        </LayerRow>
      ))}
      {norm ? <li className="tower-row end">{button(norm)}</li> : null}
      <li className="tower-row end">
        {button(head)}
        {values ? <FigureHeads /> : null}
      </li>
    </ol>
  );
}

/** `first`: of its block. */
function LayerRow({
  layer: { block, norm },
  first,
  children,
}: {
  layer: FlowLayer;
  first: boolean;
  children: ReactNode;
}) {
  return (
    <li className={`tower-row ${norm ? 'branch' : ''}`}>
      <span className="tower-block tiny muted">{first ? `Block ${block + 1}` : ''}</span>
      {children}
    </li>
  );
}

function PieceButton({
  piece,
  chosen,
  onChoose,
  onPress,
  onPoint,
}: Pick<Props, 'onChoose' | 'onPress' | 'onPoint'> & { piece: Piece; chosen: boolean }) {
  const { key, kind, title } = piece;
  return (
    <button
      type="button"
      className={`button piece ${kind}`}
      aria-pressed={chosen}
      onClick={() => {
        // Safari does not focus what is pressed.
        onChoose(key);
        onPress();
      }}
      onFocus={() => onChoose(key)}
      onPointerEnter={event => {
        if (event.pointerType === 'mouse') onPoint(key);
      }}
    >
      {title}
    </button>
  );
}

function CarriedBadge({ carried }: { carried: Carried }) {
  return (
    <span className="tower-carried small number" title={growthWords(carried)}>
      <svg width="14" height="10" viewBox="0 0 14 10" aria-hidden="true">
        <CarriedMark kind={carried.kind} x={7} y={9} />
      </svg>
      {bytes(carried.bytes)}
    </span>
  );
}
