import type { Inspection } from '../../lab/inspect/inspection';
import { percent, significant } from '../format';
import { Panel } from '../panels/panel';
import { useLookedAt } from './position';
import './predictions.css';
import '../kit/glyph.css';

/** At most so many predictions are listed. predictions.css keeps room for as many. */
const rows = 5;

/** The likeliest next tokens after the token under the pointer, or after the chosen one. */
export function PredictionPanel({ inspection }: { inspection: Inspection }) {
  const token = useLookedAt();
  const { glyphs, targets, predictions, loss } = inspection;
  const target = targets[token] ?? null;
  const nats = loss[token] ?? Number.NaN;
  const likeliest = (predictions[token] ?? []).slice(0, rows);
  const listed = likeliest.some(({ right }) => right);
  const shown = [...likeliest];
  if (target !== null && !listed)
    shown.splice(rows - 1, 1, { glyph: target, probability: Math.exp(-nats), right: true });
  return (
    <Panel title="Prediction" className="prediction" controls={<Score target={target} nats={nats} />}>
      <p className="small">
        After token {token + 1} of {glyphs.length}, <b className="glyph">{glyphs[token]}</b>, the model expects
      </p>
      <ol className="predictions">
        {shown.map(({ glyph, probability, right }) => (
          <li key={`${glyph}${right}`}>
            <b className="glyph">{glyph}</b>
            <span className="likelihood-track">
              <span className="likelihood-bar" style={{ transform: `scaleX(${probability})` }} />
            </span>
            <span className="number likelihood">{percent(probability)}</span>
            <span className="small">{right ? '✓ right answer' : ''}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Score({ target, nats }: { target: string | null; nats: number }) {
  return (
    <span className="muted small number">
      {target === null ? 'nothing is scored here' : `loss ${significant(nats)} nats`}
    </span>
  );
}
