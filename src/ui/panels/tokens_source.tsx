import { Toggles } from '../kit/toggles';
import { useConfig } from '../stores/config';
import { OwnTextBox } from './own_text';

const random = { value: 'random', label: 'Random tokens' } as const;
const book = { value: 'moby-dick', label: 'Moby-Dick' } as const;
const own = { value: 'own', label: 'My own text' } as const;

interface Props {
  readonly source: unknown;
  /** Tokens are read by the tokenizer; otherwise a text is a list of numbers. */
  readonly tokenized: boolean;
  readonly onSource: (source: 'random' | 'moby-dick' | 'own') => void;
}

/** Chooses what a model from elsewhere reads. */
export function TokensSource({ source, tokenized, onSource }: Props) {
  const missing = useConfig(state => state.tokenizer === null);
  const options = tokenized ? [random, book, own] : [random, own];
  const chosen = options.find(({ value }) => value === source) ?? random;
  return (
    <div className="stack">
      <Toggles label="Text to read" value={chosen.value} options={options} onChange={onSource} />
      {tokenized && missing ? <p className="small muted">Drop the model’s tokenizer.json on the page.</p> : null}
      {chosen === own ? <OwnTextBox /> : null}
    </div>
  );
}
