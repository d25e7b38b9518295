import type { FlowPrediction } from '../../lab/inspect/probe';
import { percent, significant } from '../format';
import '../kit/glyph.css';
import './next_tokens.css';

/** The likeliest next tokens: where the flow ends. */
export function NextTokens({ predictions }: { predictions: readonly FlowPrediction[] }) {
  return (
    <div className="next-tokens small">
      <p className="muted">expects next, by probability and logit</p>
      <ol>
        {predictions.map(({ glyph, logit, probability, right }) => (
          <li key={`${glyph}${right}`} className={right ? 'right-token' : ''}>
            <span className="next-token-bar" style={{ transform: `scaleX(${probability})` }} />
            <b className="glyph">{glyph}</b>
            <span className="number">
              {percent(probability)}
              {right ? ' ✓' : ''}
            </span>
            <span className="number muted">{significant(logit)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
