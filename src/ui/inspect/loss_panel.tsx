import type { Inspection } from '../../lab/inspect/inspection';
import { significant } from '../format';
import { Bars } from './bars';
import { BoardHead } from './board_head';
import { BoardRow } from './board_row';
import { useLookedAt } from './position';
import { SaveLines } from './save_lines';
import { type TokenAxis, widthOf } from './token_axis';
import { heightOf, roundUp } from './value_axis';
import { ValueTicks } from './value_ticks';
import { boundsOf, largestWords, tokenWords } from './words';
import './board.css';

interface Props {
  readonly inspection: Inspection;
  readonly axis: TokenAxis;
  readonly baselines: readonly { readonly name: string; readonly loss: number }[];
}

const height = 64;

/** The loss of each right answer. */
export function LossPanel({ inspection: { loss, glyphs }, axis, baselines }: Props) {
  const guess = baselines[0];
  const most = roundUp(Math.max(boundsOf(loss)[1], guess?.loss ?? 0));
  const valueAxis = { least: 0, most, log: false, height };
  return (
    <section className="board-view">
      <BoardHead
        title="Loss"
        unit="nats"
        help="Loss of the right answer after each token: 0 means certain and right. The dashed line is the mean loss of a guess without training."
        save={
          <SaveLines
            title="Loss by token"
            unit="nats"
            series={[{ name: 'loss', values: loss }]}
            axis={valueAxis}
            across={{ label: 'token', from: 1 }}
            baselines={guess ? [{ name: guess.name, y: guess.loss }] : []}
            dots
          />
        }
        readout={<LossReadout loss={loss} glyphs={glyphs} />}
      />
      <BoardRow
        axis={axis}
        height={height}
        aside={<ValueTicks axis={valueAxis} />}
        summary={`Loss of ${glyphs.length} tokens in nats. ${largestWords(Array.from(loss, number), glyphs, 'nats')}`}
      >
        <Bars axis={axis} values={loss} valueAxis={valueAxis}>
          {guess ? (
            <line
              x1={0}
              x2={widthOf(axis)}
              y1={heightOf(valueAxis, guess.loss)}
              y2={heightOf(valueAxis, guess.loss)}
              stroke="var(--line-strong)"
              strokeDasharray="3 3"
            />
          ) : null}
        </Bars>
      </BoardRow>
    </section>
  );
}

function LossReadout({ loss, glyphs }: Pick<Inspection, 'loss' | 'glyphs'>) {
  const token = useLookedAt();
  const value = loss[token] ?? Number.NaN;
  return `${tokenWords(glyphs, token)}: ${Number.isFinite(value) ? `${significant(value)} nats` : 'not scored'}`;
}

function number(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
