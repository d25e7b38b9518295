import { IconButton } from '../kit/icon_button';
import { Slider } from '../kit/slider';
import '../kit/glyph.css';
import './token_chooser.css';

interface Props {
  readonly glyphs: readonly string[];
  readonly token: number;
  readonly onToken: (token: number) => void;
  /** From 0. */
  readonly example: number;
  readonly onExample: (example: number) => void;
}

/** Tokens before the chosen one that are shown. */
const BEFORE = 24;

/** The token that flows: of an example of the task. */
export function TokenChooser({ glyphs, token, onToken, example, onExample }: Props) {
  const words = `token ${token + 1} of ${glyphs.length}`;
  return (
    <div className="token-chooser">
      <p className="small">
        <span className="muted">reads </span>
        <span className="muted">{glyphs.slice(Math.max(0, token - BEFORE), token).join('')}</span>
        <b className="glyph chosen-glyph">{glyphs[token]}</b>
        <span className="muted">, {words}</span>
      </p>
      <div className="row">
        <Slider
          label="Token that flows"
          words={`${words}: ${glyphs[token]}`}
          most={Math.max(1, glyphs.length - 1)}
          value={token}
          onChange={onToken}
        />
        <IconButton
          icon="left"
          tiny
          label="Previous example"
          disabled={example === 0}
          onClick={() => onExample(example - 1)}
        />
        <span className="small number muted">Example {example + 1}</span>
        <IconButton icon="right" tiny label="Next example" onClick={() => onExample(example + 1)} />
      </div>
    </div>
  );
}
