import { readFileSync } from 'node:fs';
import { gistOf } from '../../src/ui/tour/claims';
import { byName } from '../../src/ui/tour/evidence';
import { setupWords } from '../../src/ui/tour/setup';
import { steps } from '../../src/ui/tour/steps';
import { evidenceCommand } from '../evidence-runs';
import { keptResult } from './kept_result';
import { markdownTable } from './result_table';
import { sections } from './sections';
import { strongRuns } from './strong_runs';
import { strongTable, strongWords } from './strong_words';

export const PAGE = 'docs/experiments.md';

/** docs/experiments.md: the prose of docs/results, with what the kept results and the evidence of the tour say in its places. */
export function experimentsPage(): string {
  return sections.map(name => filled(readFileSync(`docs/results/${name}.md`, 'utf8'))).join('\n');
}

/** Fills the places {{evidence}}, {{argument}}, {{strong runs}}, and {{strong NAME}}. */
function filled(prose: string): string {
  return prose.replace(/^\{\{(.+?)\}\}\n/gm, (_, place: string) => {
    if (place === 'evidence') return `${evidenceTable()}\n`;
    if (place === 'argument') return `${argumentWords()}\n`;
    if (place === 'strong runs') return `${strongTable(strongRuns, keptResult)}\n`;
    const strong = strongRuns.find(({ name }) => place === `strong ${name}`);
    if (!strong) throw new Error(`docs/results has a place {{${place}}} that nothing fills`);
    return strongWords(strong, keptResult(strong));
  });
}

function evidenceTable(): string {
  const lines = steps.flatMap(({ found }, index) =>
    found.evidence.map(({ name, date, seconds, stale }) => [
      String(index + 1),
      `\`${evidenceCommand(name)}\``,
      stale === null ? `${date}, ${seconds} s` : `${name}, stale: ${stale} ${date}, ${seconds} s`,
    ]),
  );
  return markdownTable(['step', 'name', 'stands'], lines);
}

/** What each step of the argument claims, and what its evidence gave. */
function argumentWords(): string {
  return steps
    .map(({ title, name, found }, index) => {
      const from = byName(found.evidence);
      const checks = found
        .checks(from)
        .map(({ says, measured, holds }) => [says, measured, holds === null ? 'cannot be told' : holds ? 'yes' : 'no']);
      const made = found.evidence.map(run => `\`${run.name}\`: ${setupWords(run)}.`);
      return [
        `**${index + 1}. ${title}.** ${gistOf(name)}`,
        markdownTable(['claimed', 'measured', 'holds'], checks),
        found.text(from),
        made.join(' '),
      ].join('\n\n');
    })
    .join('\n\n');
}
