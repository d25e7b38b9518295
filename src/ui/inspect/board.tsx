import { type PointerEvent, type ReactNode, type RefObject, useEffect } from 'react';
import { point, want } from '../stores/inspection';
import { useChosen, useLookedAt } from './position';
import { gutter, scrollTo, type TokenAxis, tokenAt, widthOf } from './token_axis';
import { TokenStrip } from './token_strip';
import './board.css';

interface Props {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly axis: TokenAxis;
  /** Width of the visible board in CSS pixels. */
  readonly room: number;
  readonly strip: Parameters<typeof TokenStrip>[0]['inspection'];
  readonly busy: boolean;
  readonly children: ReactNode;
}

/** All drawings over the tokens. They scroll sideways together, and the row of tokens stays at the top. */
export function Board({ box, axis, room, strip, busy, children }: Props) {
  const chosen = useChosen();
  useEffect(() => {
    const board = box.current;
    if (board) board.scrollLeft = scrollTo(axis, chosen, board.scrollLeft, room);
  }, [box, axis, chosen, room]);
  const tokenOf = (event: PointerEvent): number | null => {
    const over = event.target instanceof Element && event.target.closest('[data-axis], .token-strip') !== null;
    return over ? tokenAt(axis, event.clientX - event.currentTarget.getBoundingClientRect().left) : null;
  };
  return (
    <div ref={box} className="board" aria-busy={busy}>
      <div
        className="board-inner"
        role="presentation"
        style={{ width: gutter + widthOf(axis), '--gutter': `${gutter}px`, '--room': `${room}px` }}
        onPointerMove={event => {
          if (event.pointerType === 'mouse' && !inMap(event)) point(tokenOf(event));
        }}
        onPointerLeave={() => point(null)}
        onPointerUp={event => {
          const token = event.button === 0 ? tokenOf(event) : null;
          if (token !== null) want({ position: token });
        }}
      >
        <TokenStrip inspection={strip} axis={axis} />
        {children}
        <Columns axis={axis} />
      </div>
    </div>
  );
}

/** Frames around the columns of the chosen token and of the token under the pointer. */
function Columns({ axis: { cell } }: { axis: TokenAxis }) {
  const chosen = useChosen();
  const lookedAt = useLookedAt();
  const at = (token: number) => ({ left: gutter + token * cell, width: cell });
  return (
    <div className="board-columns" aria-hidden="true">
      <span className="board-column chosen" style={at(chosen)} />
      {lookedAt === chosen ? null : <span className="board-column" style={at(lookedAt)} />}
    </div>
  );
}

/** Whether the pointer is on a map, which tells the token itself. */
function inMap(event: PointerEvent): boolean {
  return event.target instanceof Element && event.target.closest('.matrix-map') !== null;
}
