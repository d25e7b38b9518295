import { firstIssue } from '../../first_issue';
import { type ContenderConfig, contenderConfig, type RunConfig, type TaskConfig } from '../../lab/config/config';
import { checkName, distinctNames } from '../../lab/config/names';
import type { ModelConfig } from '../../models/config';
import { knownConfig } from '../check';
import { chooseRace } from '../next_race';
import { type Bringing, bringingStore, type ReadWeights } from '../stores/bringing';
import { configStore } from '../stores/config';
import { openWorkspace } from '../stores/workspace';
import { closeBringing } from './bring';
import { fileId } from './file_id';
import { shownAnswers } from './take_files';

/** Most contenders of a race (lab/config/config). */
const MOST = 8;

/**
 * Adds the brought weights as a contender that is not trained: to the race that is set up if its tokens are the same, else to a race of its own.
 * What is wrong is said in the dialog.
 */
export async function addBrought(): Promise<void> {
  const bringing = bringingStore.getState();
  const { weights, config: beside, tokenizer, answers, read } = bringing;
  if (!weights || !read) return;
  const id = await fileId(weights);
  const contender = contenderOf(read.model.config, nameOf(bringing, read), id);
  if ('error' in contender) {
    bringingStore.setState({ error: contender.error });
    return;
  }
  const file = {
    id,
    name: weights.name,
    file: weights,
    config: beside?.text ?? null,
    answers: shownAnswers(read.questions, answers),
  };
  const settings = configStore.getState();
  const race = raceWith(settings.config, taskOf(bringing, read), contender.contender);
  configStore.setState({
    brought: [...settings.brought.filter(own => own.id !== id), file],
    ...(tokenizer ? { tokenizer: tokenizer.text } : {}),
  });
  closeBringing();
  chooseRace(race);
  openWorkspace('race');
}

function contenderOf(
  { d_model, blocks, norm, norm_eps, tie_embeddings, head_bias }: ModelConfig,
  name: string,
  weights: string,
): { readonly contender: ContenderConfig } | { readonly error: string } {
  const parsed = contenderConfig.safeParse({
    ...{ name, d_model, blocks, weights, frozen: true },
    ...(norm === 'rms' ? {} : { norm }),
    ...(norm_eps === 1e-5 ? {} : { norm_eps }),
    ...(tie_embeddings ? {} : { tie_embeddings }),
    ...(head_bias ? { head_bias } : {}),
  });
  if (parsed.success) return { contender: parsed.data };
  return { error: `This model is too large for the page: ${firstIssue(parsed.error.issues, 'the model')}.` };
}

function nameOf({ weights }: Bringing, { metadata }: ReadWeights): string {
  const said = json(metadata.get('contender'));
  const own = said instanceof Object && 'name' in said ? String(said.name) : '';
  for (const text of [own, (weights?.name ?? '').replace(/\.[^.]*$/, '').slice(0, 40)]) {
    const checked = checkName(text);
    if (checked.ok) return checked.name;
  }
  return 'Brought weights';
}

/** The task in the file, if it is one of ours; else tokens, as the tokenizer writes them, or as numbers. */
function taskOf({ tokenizer }: Bringing, { metadata, foreign, model }: ReadWeights): TaskConfig {
  const said = foreign ? undefined : json(metadata.get('task'));
  const { config } = configStore.getState();
  const known = knownConfig({ ...config, task: said });
  if (said !== undefined && known.ok) return known.config.task;
  const read = tokenizer ? 'tokenizer' : 'numbers';
  return { name: 'tokens', read, source: 'random', tokens: model.config.vocab_size, length: 64 };
}

function raceWith(race: RunConfig, task: TaskConfig, contender: ContenderConfig): RunConfig {
  if (!sameTokens(race.task, task) || race.contenders.length >= MOST) return { ...race, task, contenders: [contender] };
  return { ...race, contenders: distinctNames([...race.contenders, contender]) };
}

/** Whether two tasks are one but for the length of a sequence, and for what a tokenizer reads. */
function sameTokens(one: TaskConfig, other: TaskConfig): boolean {
  const [a, b] = [one, other].map(task =>
    JSON.stringify(
      { ...task, length: 0, ...(task.name === 'tokens' ? { source: '' } : {}) },
      [...Object.keys(task)].sort(),
    ),
  );
  return a === b;
}

function json(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
