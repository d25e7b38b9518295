import type { KeyboardEvent, ReactNode } from 'react';
import type { Inspection } from '../../lab/inspect/inspection';
import { percent } from '../format';
import { want } from '../stores/inspection';
import { useChosen } from './position';
import { keyTarget, leap } from './strip_keys';
import { type TokenAxis, widthOf } from './token_axis';

interface Props {
  readonly inspection: Inspection;
  readonly axis: TokenAxis;
}

/** The tokens, what should follow each, and what the contender says; arrow keys move the chosen one. */
export function TokenStrip({ inspection, axis }: Props) {
  const chosen = useChosen();
  const { glyphs, targets, predictions } = inspection;
  const L = glyphs.length;
  const all = targets.every(target => target !== null);
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
      <Row name="token">
        {glyphs.map((glyph, token) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its token
            key={token}
            className={`token ${token === chosen ? 'chosen' : ''} ${!all && targets[token] !== null ? 'scored' : ''}`}
            style={{ width: axis.cell, '--hue': hueOf(glyph) }}
          >
            {glyph}
          </span>
        ))}
      </Row>
      {all ? null : (
        <Row name="answer">
          {targets.map((target, token) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its token
            <span key={token} className="token plain" style={{ width: axis.cell }}>
              {target ?? ''}
            </span>
          ))}
        </Row>
      )}
      <Row name="says">
        {targets.map((target, token) => {
          const said = predictions[token]?.[0]?.glyph ?? '';
          return (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its token
              key={token}
              className={`token plain ${target === null ? '' : said === target ? 'right' : 'wrong'}`}
              style={{ width: axis.cell }}
            >
              {target === null ? '' : said}
            </span>
          );
        })}
      </Row>
      <div className="token-row token-numbers" style={{ width: widthOf(axis) }}>
        <span className="board-gutter" />
        {glyphs.map((_, token) =>
          token === 0 || (token + 1) % leap === 0 ? (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a number is its token
              key={token}
              className="token-number number"
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

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="token-row">
      <span className="board-gutter board-label">{name}</span>
      {children}
    </div>
  );
}

function positionWords({ glyphs, targets, predictions }: Inspection, token: number): string {
  const place = `${token + 1} of ${glyphs.length}: “${glyphs[token] ?? ''}”`;
  const target = targets[token] ?? null;
  const first = predictions[token]?.[0];
  const says = first ? `the model says “${first.glyph}”, ${percent(first.probability)}` : '';
  return target === null ? `${place}, nothing scored` : `${place}, answer “${target}”, ${says}`;
}

/** The same token, the same tint, as in the task's example. */
function hueOf(glyph: string): number {
  return ((glyph.codePointAt(0) ?? 0) * 47) % 360;
}
