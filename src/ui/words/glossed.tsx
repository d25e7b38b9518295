import { Hint } from '../kit/hint';
import { findTerms } from './find_terms';
import './glossed.css';

/** A text whose terms of the field say what they mean, on hover, on a touch, and on keyboard focus. */
export function Glossed({ text }: { readonly text: string }) {
  return findTerms(text).map(({ text: part, gloss }, place) =>
    gloss === undefined ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the text
      <Hint key={place} text={gloss}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its sentence must be reachable by keyboard */}
        <dfn className="term" tabIndex={0}>
          {part}
        </dfn>
      </Hint>
    ),
  );
}
