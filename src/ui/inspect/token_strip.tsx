import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import type { Inspection } from '../../lab/inspect/inspection';
import { percent } from '../format';
import { hueOf } from '../hue';
import { readsOn } from '../reads_on';
import { want } from '../stores/inspection';
import { useChosen } from './position';
import { keyTarget, leap } from './strip_keys';
import { type TokenAxis, widthOf } from './token_axis';
import { useWholeNumbers } from './use_whole_numbers';
import './board.css';
import './token_strip.css';

interface Props {
  readonly inspection: Inspection;
  readonly axis: TokenAxis;
}

/** The tokens, and below each the right answer, the prediction, and whether it is right. Arrow keys choose a token. */
export function TokenStrip({ inspection, axis }: Props) {
  const chosen = useChosen();
  const { glyphs, targets, predictions } = inspection;
  const L = glyphs.length;
  const numbers = useRef<HTMLDivElement>(null);
  useWholeNumbers(numbers, L);
  const continues = readsOn(inspection);
  const onKey = (event: KeyboardEvent) => {
    const to = keyTarget(event.key, chosen, L);
    if (to === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    want({ position: to });
  };
  return (
    <div
      className="token-strip"
      role="slider"
      tabIndex={0}
      aria-label="Chosen token"
      aria-valuemin={1}
      aria-valuemax={L}
      aria-valuenow={chosen + 1}
      aria-valuetext={positionWords(inspection, chosen)}
      onKeyDown={onKey}
    >
      <Row name="input">
        {glyphs.map((glyph, token) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its token
            key={token}
            className={`token ${token === chosen ? 'chosen' : ''} ${!continues && targets[token] !== null ? 'scored' : ''}`}
            style={{ width: axis.cell, '--hue': hueOf(glyph) }}
          >
            {glyph}
          </span>
        ))}
      </Row>
      <Row name={continues ? 'right next' : 'answer'}>
        {targets.map((target, token) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its token
          <span key={token} className="token plain" style={{ width: axis.cell }}>
            {target ?? ''}
          </span>
        ))}
      </Row>
      <Row name="prediction">
        {targets.map((target, token) => {
          const said = predictions[token]?.[0];
          const verdict = target === null ? '' : said?.right ? 'correct' : 'incorrect';
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its token
            <span key={token} className={`token plain ${verdict}`} style={{ width: axis.cell }}>
              {target === null && !continues ? '' : (said?.glyph ?? '')}
            </span>
          );
        })}
      </Row>
      <Row name={score(inspection)} low>
        {targets.map((target, token) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its token
          <span key={token} className="token plain mark" style={{ width: axis.cell }}>
            {target === null ? '' : predictions[token]?.[0]?.right ? '✓' : '✗'}
          </span>
        ))}
      </Row>
      <div ref={numbers} className="token-row token-numbers" style={{ width: widthOf(axis) }}>
        <span className="board-gutter" />
        {glyphs.map((_, token) =>
          token === 0 || (token + 1) % leap === 0 ? (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a number is its token
              key={token}
              className="token-number muted number"
              style={{ left: `calc(var(--gutter) + ${(token + 0.5) * axis.cell}px)` }}
            >
              {token + 1}
            </span>
          ) : null,
        )}
      </div>
    </div>
  );
}

function Row({ name, low = false, children }: { name: string; low?: boolean; children: ReactNode }) {
  return (
    <div className={`token-row ${low ? 'low' : ''}`}>
      <span className="board-gutter board-label muted">{name}</span>
      {children}
    </div>
  );
}

function positionWords({ glyphs, targets, predictions }: Inspection, token: number): string {
  const place = `${token + 1} of ${glyphs.length}: “${glyphs[token] ?? ''}”`;
  const target = targets[token] ?? null;
  const first = predictions[token]?.[0];
  const says = first ? `the model predicts “${first.glyph}”, ${percent(first.probability)}` : '';
  return target === null
    ? `${place}, nothing scored`
    : `${place}, right: “${target}”, ${says}, ${first?.right ? 'right' : 'wrong'}`;
}

/** How many of the scored tokens have a right prediction: '7/8 right'. */
function score({ targets, predictions }: Inspection): string {
  const scored = targets.flatMap((target, t) => (target === null ? [] : [predictions[t]?.[0]?.right === true]));
  return `${scored.filter(right => right).length}/${scored.length} right`;
}
