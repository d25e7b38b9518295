import type { Answer } from '../../lab/worker/protocol';
import './said.css';

/** An answer, right or wrong by mark and colour; `beside`: the right one stands elsewhere, so it is only read aloud. */
export function Said({ answer: { said, right, correct }, beside }: { answer: Answer; beside?: boolean }) {
  return correct ? (
    <b className="said correct">
      {said}
      <span aria-hidden="true">✓</span>
      <span className="sr-only"> is right; </span>
    </b>
  ) : (
    <b className="said incorrect">
      <s>{said}</s>
      <span aria-hidden="true">✗</span>
      <span className="sr-only"> is wrong, right is </span>
      {beside ? <span className="sr-only">{right}</span> : right}
    </b>
  );
}
