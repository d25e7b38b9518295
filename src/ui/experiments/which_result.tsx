import { Toggles } from '../kit/toggles';
import type { ExperimentOutcome, Origin } from '../stores/experiments';
import './which_result.css';

export type ResultName = 'latest' | 'earlier';

interface Props {
  readonly latest: ExperimentOutcome;
  /** The outcome of an earlier run, which `latest` does not replace yet. */
  readonly earlier: ExperimentOutcome;
  readonly shown: ResultName;
  readonly onShow: (result: ResultName) => void;
}

/** Chooses which of two results is shown, as long as the last run does not replace the earlier one. */
export function WhichResult({ latest, earlier, shown, onShow }: Props) {
  return (
    <section className="panel bar which-result" aria-label="Result">
      <Toggles
        label="Result shown"
        value={shown}
        options={[
          {
            value: 'earlier',
            label: `${openedWords(earlier) ?? (earlier.status === 'finished' ? 'Finished before' : 'Before')} · ${rowsOf(earlier)}`,
          },
          {
            value: 'latest',
            label: `${openedWords(latest) ?? (latest.status === 'running' ? 'Under way' : 'Last run')} · ${rowsOf(latest)}`,
          },
        ]}
        onChange={onShow}
      />
      <p className="muted small">The earlier result stays until a later run has finished.</p>
    </section>
  );
}

const origins: Readonly<Record<Origin, string>> = { file: 'From a file', kept: 'Kept run', strong: 'Stored result' };

/** Undefined: it ran on this page. */
function openedWords({ from }: ExperimentOutcome): string | undefined {
  return from && origins[from];
}

function rowsOf({ rows }: ExperimentOutcome): string {
  return rows.length === 1 ? '1 row' : `${rows.length.toLocaleString('en')} rows`;
}
