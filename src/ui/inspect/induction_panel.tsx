import type { InductionScores } from '../../lab/inspect/inspection';
import { percent } from '../format';
import './block_section.css';
import './board_head.css';
import './predictions.css';
import './induction_panel.css';

/** How much each head looks where an induction head looks (Olsson et al. 2022). */
export function InductionPanel({ induction }: { induction: InductionScores }) {
  const { tokens, scores, chance } = induction;
  return (
    <section className="board-block board-head row wrap induction">
      <h3>Induction-head score</h3>
      <p className="board-help muted small">
        The model reads {tokens} different random tokens twice. The score is the share that a token of the second copy
        takes from the token after its first occurrence. A head near 100 % finds what followed last time (Olsson et al.
        2022); a head that looks at all tokens equally scores {percent(chance)}.
      </p>
      <ul className="predictions scores">
        {scores.map(({ block, key, title, score }) => (
          <li key={`${block} ${key}`}>
            <span>
              Block {block + 1} · {title}
            </span>
            <span className="likelihood-track">
              <span className="likelihood-bar" style={{ transform: `scaleX(${score})` }} />
            </span>
            <span className="number likelihood">{percent(score)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
