import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { experimentsPage, PAGE } from './experiments_page';
import { keptResult, resultCommand } from './kept_result';
import { runStrong } from './run_strong';
import type { StrongRun } from './strong_run';
import { strongRuns } from './strong_runs';
import { stateWords } from './strong_words';

const HELP = `Experiments at strength, kept in docs/results:
  results                            lists them, with what each takes and what is kept
  results -- NAME…                   runs these; one that was stopped goes on where it was
  results -- --only-missing [NAME…]  runs those of them, or of all, that are not there in full
  results -- --docs                  writes ${PAGE} from what is kept`;

/** Returns the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const options = {
    'only-missing': { type: 'boolean' },
    docs: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const unknown = positionals.find(name => !strongRuns.some(strong => strong.name === name));
  if (unknown !== undefined) {
    console.error(
      `unroll: there is no result '${unknown}'; there are ${strongRuns.map(({ name }) => name).join(', ')}`,
    );
    return 2;
  }
  if (values.docs) {
    writeFileSync(PAGE, experimentsPage());
    return 0;
  }
  const missing = values['only-missing'] === true;
  const named = strongRuns.filter(({ name }) => positionals.includes(name) || (missing && positionals.length === 0));
  if (named.length === 0) {
    list(strongRuns);
    return 0;
  }
  for (const strong of missing ? named.filter(isMissing) : named) {
    process.stderr.write(`${resultCommand(strong.name)}: about ${strong.hours} h\n`);
    const code = await runStrong(strong);
    if (code !== 0) return code;
  }
  return 0;
}

function isMissing(strong: StrongRun): boolean {
  const kept = keptResult(strong);
  return kept.state !== 'finished' || kept.stale;
}

function list(all: readonly StrongRun[]): void {
  for (const strong of all)
    console.log(`${strong.name}\n  ${strong.experiment}, about ${strong.hours} h; ${stateWords(keptResult(strong))}`);
  console.log(`\nAll together about ${all.reduce((sum, { hours }) => sum + hours, 0).toFixed(1)} h on two cores.`);
}
