import type { Inspection } from '../../lab/inspect/inspection';
import { Bars } from './bars';
import { BoardHead } from './board_head';
import { BoardRow } from './board_row';
import { conePoints, coneWidths } from './cone';
import { useChosen, useLookedAt } from './position';
import { SaveLines } from './save_lines';
import { type TokenAxis, widthOf } from './token_axis';
import { roundUp } from './value_axis';
import { ValueTicks } from './value_ticks';
import { boundsOf, largestWords, reachWords, tokenWords } from './words';
import './board.css';

interface Props {
  readonly inspection: Inspection;
  readonly axis: TokenAxis;
  /** The receptive field of each block in tokens, in the order of the model; null: all tokens. */
  readonly fields: readonly (number | null)[];
  /** By the number of tokens back: whether the model looks there. */
  readonly seen: readonly boolean[];
}

const height = 72;
const level = 9;

/** How strongly each token changes the prediction after the chosen one. */
export function ReachPanel({ inspection: { glyphs, reach }, axis, fields, seen }: Props) {
  const chosen = useChosen();
  const { position, norms, receptiveField } = reach;
  const valueAxis = { least: 0, most: roundUp(boundsOf(norms)[1]), log: false, height };
  const help = 'How strongly each token changes the prediction after the chosen token.';
  const sight =
    receptiveField === null
      ? 'This model can use every token from the first one on. Training decides how far back it looks.'
      : `The cone below the bars is its receptive field, block by block: it can see ${receptiveField} tokens and nothing before them.`;
  return (
    <section className={`board-view ${position === chosen ? '' : 'outdated'}`}>
      <BoardHead
        title="Reach"
        unit="nats per unit of the embedding"
        help={`${help} ${sight}`}
        save={
          <SaveLines
            title={`Reach of token ${position + 1}`}
            unit="nats per unit of the embedding"
            series={[{ name: 'reach', values: norms }]}
            axis={valueAxis}
            across={{ label: 'token', from: 1 }}
            dots
          />
        }
        readout={<ReachReadout {...reach} glyphs={glyphs} seen={seen} />}
      />
      <BoardRow
        axis={axis}
        height={height}
        aside={<ValueTicks axis={valueAxis} />}
        summary={`How strongly each token moves the prediction after ${tokenWords(glyphs, position)}. ${largestWords(norms, glyphs)}`}
      >
        <Bars axis={axis} values={norms} valueAxis={valueAxis} />
      </BoardRow>
      {receptiveField === null ? null : (
        <BoardRow
          axis={axis}
          height={level * fields.length + 4}
          aside={<span className="board-label muted">cone</span>}
          summary={`Receptive field: tokens ${Math.max(1, position + 2 - receptiveField)} to ${position + 1}.`}
        >
          <Cone axis={axis} fields={fields} position={position} />
        </BoardRow>
      )}
    </section>
  );
}

function Cone({ axis, fields, position }: { axis: TokenAxis; fields: Props['fields']; position: number }) {
  const depth = level * fields.length;
  const width = widthOf(axis);
  return (
    <svg className="board-drawing" width={width} height={depth + 4} aria-hidden="true">
      <polygon
        points={conePoints(coneWidths(fields), position, axis.cell, depth)}
        fill="var(--contender)"
        fillOpacity="0.18"
        stroke="var(--contender)"
      />
      {fields.map((_, i) => (
        <line
          // biome-ignore lint/suspicious/noArrayIndexKey: a block is its place
          key={i}
          x1={0}
          x2={width}
          y1={i * level + 0.5}
          y2={i * level + 0.5}
          stroke="var(--grid)"
        />
      ))}
    </svg>
  );
}

function ReachReadout({
  glyphs,
  seen,
  ...reach
}: Inspection['reach'] & Pick<Inspection, 'glyphs'> & Pick<Props, 'seen'>) {
  const token = useLookedAt();
  return `${tokenWords(glyphs, token)} moves the prediction after token ${reach.position + 1} by ${reachWords(reach, token, seen)}`;
}
