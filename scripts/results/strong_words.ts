import type { Experiment, Published } from '../../src/lab/experiments/experiment';
import { count } from '../../src/lab/experiments/phrases';
import { findExperiment } from '../../src/lab/experiments/registry';
import type { ExperimentRun } from '../../src/lab/runs/run';
import { hashOf, type KeptResult, resultCommand } from './kept_result';
import { markdownTable, pivot, resultTable } from './result_table';
import type { KnownFact, StrongRun } from './strong_run';

/** What is kept, in a few words. */
export function stateWords(kept: KeptResult): string {
  if (kept.state === 'missing') return 'not run yet';
  const old = kept.stale ? ', stale: with other settings than those declared now' : '';
  const { saved, outcome, cells = [] } = kept.run;
  const words =
    kept.state === 'part'
      ? `${count(cells.length)} measurements of it are there`
      : `${saved.slice(0, 10)}, ${count(outcome.seconds)} s`;
  return `${words}${old}`;
}

/** The part of docs/experiments.md that a strong run gives. */
export function strongWords(strong: StrongRun, kept: KeptResult): string {
  const { name, hours } = strong;
  const experiment = findExperiment(strong.experiment);
  if (kept.state !== 'finished') {
    const claims = strong.known.map(({ claim, source }) => `- ${claim} (${source})`).join('\n');
    return `**At strength**, \`${resultCommand(name)}\`, about ${hours} h: ${stateWords(kept)}. It checks what is known:\n\n${claims}\n`;
  }
  const { run, stale } = kept;
  const { rows, summary } = run.outcome;
  const parts = [
    aboutWords(strong, run),
    ...(stale ? [`${name} is stale: it ran with other settings than those declared now.`] : []),
    folded('Parameters, beside the defaults', `\`\`\`json\n${JSON.stringify(strong.params)}\n\`\`\``),
    resultTable(strong.table, experiment, rows),
    ...(strong.sentences ? [folded('Summary', summary.map(sentence => `- ${sentence}`).join('\n'))] : []),
    `What is known, and whether it holds here:\n\n${strong.known.map(fact => factWords(fact, rows)).join('\n')}`,
    ...experiment.published.map(publishedWords),
  ];
  return `${parts.join('\n\n')}\n`;
}

function aboutWords({ name, experiment }: StrongRun, run: ExperimentRun): string {
  const { saved, notes, outcome } = run;
  const { seed, seconds, adapter, rows } = outcome;
  const seeds = Math.max(1, ...rows.map(row => (typeof row.seeds === 'number' ? row.seeds : 1)));
  const first = seed ?? 1;
  const which = seeds > 1 ? `seeds ${first} to ${first + seeds - 1}` : `seed ${first}`;
  return `**At strength**, \`${resultCommand(name)}\`: the experiment \`${experiment}\`, ${which}, ${adapter}, ${notes}, ${saved.slice(0, 10)}, ${count(seconds)} s, config ${hashOf(run)}.`;
}

/** What is long, and opens with a click. */
function folded(title: string, text: string): string {
  return `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;
}

function factWords({ claim, source, holds }: KnownFact, rows: ExperimentRun['outcome']['rows']): string {
  const held = holds(rows);
  const verdict = held === null ? 'These rows do not tell.' : held ? 'Holds here.' : '**Does not hold at this size.**';
  return `- ${claim} (${source}) ${verdict}`;
}

function publishedWords({ source, setting, columns, heatmap, rows }: Published): string {
  const head = `Published: ${source}. ${setting}.`;
  const records = rows.map(row => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null])));
  const words = (cell: unknown): string => (cell === null || cell === undefined ? '–' : String(cell));
  if (!heatmap)
    return `${head}\n\n${markdownTable(
      columns,
      rows.map(row => row.map(words)),
    )}`;
  const { x, y, value } = heatmap;
  return `${head}\n\n${pivot(records, { down: [y], across: x, titles: [y], cell: row => words(row?.[value]) })}`;
}

/** Strong runs with what each takes and what is kept, as a table. */
export function strongTable(all: readonly StrongRun[], keptOf: (strong: StrongRun) => KeptResult): string {
  const titles = (name: string): Experiment['title'] => findExperiment(name).title;
  return markdownTable(
    ['at strength', 'command', 'about', 'stands'],
    all.map(strong => [
      titles(strong.experiment),
      `\`${resultCommand(strong.name)}\``,
      `${strong.hours} h`,
      stateWords(keptOf(strong)),
    ]),
  );
}
