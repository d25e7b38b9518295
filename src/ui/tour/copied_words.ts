import { percent } from '../../lab/experiments/phrases';
import { isAhead, lettersWords } from './accuracy_words';
import type { Evidence } from './evidence';
import { contendersOf } from './evidence_rows';
import { chanceOf, setupOf } from './setup';

/** Who copied the scattered letters, compared with guessing, and whether Mamba is ahead. */
export function copiedWords(run: Evidence): string {
  const chance = chanceOf(run);
  const { copied, length } = setupOf(run).task;
  const names = contendersOf(run);
  const said = names.map(name => lettersWords(run, name, chance));
  const others = names.filter(name => name !== 'Mamba');
  return (
    `Each text hides ${copied} letters among ${length} tokens of noise. ${said.join('. ')}. Guessing gives ${percent(chance)}. ` +
    aheadWords(isAhead(run, 'Mamba', others))
  );
}

function aheadWords(ahead: boolean | null): string {
  if (ahead === null) return 'Without all figures, this run cannot tell who is ahead.';
  return ahead ? 'Mamba is ahead of all the others.' : 'This run does not show Mamba ahead of all the others.';
}
