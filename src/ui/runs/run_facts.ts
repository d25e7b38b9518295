import type { RunSummary } from '../../lab/runs/run_summary';
import { bytes, percent, significant, whole } from '../format';
import type { RunSortKey } from '../stores/kept_runs';

interface RunColumn {
  readonly key: RunSortKey;
  readonly title: string;
  readonly unit: string;
  readonly isFigure: boolean;
  readonly words: (run: RunSummary) => string;
}

const figure = (value: number | null, format: (value: number) => string): string =>
  value === null ? '–' : format(value);

/** Columns of the table of runs, behind the name. */
export const runColumns: readonly RunColumn[] = [
  {
    key: 'subject',
    title: 'Task',
    unit: '',
    isFigure: false,
    words: ({ kind, subject }) => (kind === 'experiment' ? 'Experiment' : subject),
  },
  {
    key: 'contenders',
    title: 'Contenders',
    unit: '',
    isFigure: false,
    words: ({ contenders }) => contenders.join(', '),
  },
  { key: 'step', title: 'Step', unit: '', isFigure: true, words: stepWords },
  {
    key: 'validation',
    title: 'Best validation',
    unit: 'nats',
    isFigure: true,
    words: ({ validation }) => figure(validation, value => significant(value)),
  },
  {
    key: 'accuracy',
    title: 'Accuracy',
    unit: 'share right',
    isFigure: true,
    words: ({ accuracy }) => figure(accuracy, percent),
  },
  {
    key: 'bits',
    title: 'Bits',
    unit: 'per character',
    isFigure: true,
    words: ({ bits }) => figure(bits, value => significant(value)),
  },
  { key: 'saved', title: 'Saved', unit: '', isFigure: true, words: ({ saved }) => dateWords(saved) },
  { key: 'bytes', title: 'Size', unit: '', isFigure: true, words: ({ bytes: size }) => bytes(size) },
];

function stepWords({ kind, step, steps }: RunSummary): string {
  if (kind === 'experiment') return `${whole(step)} ${step === 1 ? 'row' : 'rows'}`;
  return step >= steps ? whole(step) : `${whole(step)} of ${whole(steps)}`;
}

/** '30 Nov, 14:05', with the year if it is another one. */
function dateWords(iso: string): string {
  const date = new Date(iso);
  const year = date.getFullYear() === new Date().getFullYear() ? {} : ({ year: 'numeric' } as const);
  return date.toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', ...year });
}
