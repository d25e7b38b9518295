import { readRunFile } from '../../lab/runs/run_file';
import { placeOutcome } from '../run_files/place_outcome';

/** Addresses of the results at strength, by their file in docs/results. */
const files = import.meta.glob<string>('../../../docs/results/*.unroll', {
  eager: true,
  query: '?url&no-inline',
  import: 'default',
});

/** A result that comes with the page: of an experiment with more seeds and steps than a visitor waits for. */
export interface StrongResult {
  /** The file's name without its ending; it begins with that of the experiment. */
  readonly name: string;
  /** Shows it among the results of its experiment. Rejects with an Error that says why it cannot. */
  show(): Promise<void>;
}

/** The results at strength of an experiment; a test compares their names with what is in them. */
export function strongResultsOf(experiment: string): StrongResult[] {
  const start = experiment.replaceAll('_', '-');
  return Object.entries(files).flatMap(([path, url]) => {
    const name = path.replace(/^.*\/|\.unroll$/g, '');
    return name === start || name.startsWith(`${start}-`) ? [{ name, show: () => show(url) }] : [];
  });
}

async function show(url: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The server answers ${response.status}. Try again later.`);
  const run = readRunFile(new Uint8Array(await response.arrayBuffer()));
  if (run.kind !== 'experiment') throw new Error('It is no result of an experiment. Reload the page, and try again.');
  placeOutcome(run, 'strong');
}
