import { type Inspection, MOST_SCORED, type PositionScores } from '../../lab/inspect/inspection';
import { percent, whole } from '../format';
import { Button } from '../kit/button';
import { useInspection, want } from '../stores/inspection';
import { AcrossChart } from './across_chart';
import { boundsOf, figure } from './words';
import './block_section.css';
import './board_head.css';
import './positions_panel.css';

const across = { label: 'token', from: 1, word: 'after token' };

/** The mean loss at every position, and the figures over positions that the task names; measured while the visitor wants it. */
export function PositionsPanel({ positions, room }: { positions: Inspection['positions']; room: number }) {
  const wanted = useInspection(state => state.wanted.positions === true);
  const answered = useInspection(state => state.shown?.request.positions === true);
  return (
    <section className="board-block board-head row wrap positions">
      <h3>Loss by position</h3>
      <Button
        tiny
        icon={wanted ? 'check' : 'play'}
        label="Measure by position"
        aria-pressed={wanted}
        onClick={() => want({ positions: wanted ? undefined : true })}
      />
      <p className="board-help muted small">
        {positions
          ? `Means over ${whole(positions.sequences)} validation sequences. A loss that falls along the sequence shows what the model makes of the tokens before (in-context learning).${positions.measures.length > 0 ? ' ± is the standard error.' : ''}`
          : wanted && answered
            ? `Sequences of more than ${whole(MOST_SCORED)} tokens are not measured.`
            : 'How the loss changes along the sequences of the task, and what the task measures by it. It takes about as long as a validation.'}
      </p>
      {positions?.before ? (
        <p className="board-help muted small">
          The other lines are the same loss where the length grew: to the right of a line’s length, it had not trained.
        </p>
      ) : null}
      {positions ? <Measures measures={positions.measures} /> : null}
      {positions ? (
        <AcrossChart
          title="Mean loss"
          unit="nats"
          series={lossSeries(positions)}
          across={across}
          saved="Loss by position"
          summary={summaryOf(positions)}
          room={room - 26}
          widest={720}
        />
      ) : null}
    </section>
  );
}

function Measures({ measures }: Pick<PositionScores, 'measures'>) {
  if (measures.length === 0) return null;
  return (
    <dl className="measures">
      {measures.map(({ name, help, of, value, error }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="number">
            {of === 'loss' ? `${figure(value)} nats` : percent(value)}
            <span className="muted small"> ± {of === 'loss' ? figure(error) : percent(error)}</span>
          </dd>
          <dd className="muted small">{help}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The loss now, and where the length grew, the last first. */
export function lossSeries({ loss, before = [] }: Pick<PositionScores, 'loss' | 'before'>) {
  if (before.length === 0) return [{ name: 'loss', values: loss }];
  const earlier = before.toReversed().map(({ step, length, loss: means }) => {
    const width = Math.ceil(loss.length / means.length);
    const values = Float32Array.from(loss, (_, t) => means[Math.floor(t / width)] ?? Number.NaN);
    return { name: `step ${whole(step)}, length ${whole(length)} until then`, values };
  });
  return [{ name: 'now', values: loss }, ...earlier];
}

function summaryOf(positions: PositionScores): string {
  const lines = lossSeries(positions).map(({ name, values }) => {
    const [least, most] = boundsOf(values);
    return `${name} from ${figure(least)} to ${figure(most)} nats`;
  });
  return `Mean loss at ${positions.loss.length} positions: ${lines.join('; ')}.`;
}
