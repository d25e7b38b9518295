import { firstIssue } from '../../first_issue';
import { layOutParameters } from '../../models/arena';
import { ModelError } from '../../models/mixer';
import type { Model } from '../../models/model';
import { parseParameters } from '../../tasks/parameters';
import { findTask } from '../../tasks/registry';
import { TaskError } from '../../tasks/task';
import type { RunConfig } from '../config/config';
import { type Member, membersOf } from '../config/members';
import { modelOf } from '../config/model_of';
import { joinPoints } from '../race/curve';
import { streamStates } from '../recording/stream_states';
import { type RaceRun, type Run, type RunMember, runShape } from './run';
import { RunFileError } from './run_file_error';

/** A run from a store or a file, with everything about it checked. Throws RunFileError. */
export function parseRun(value: unknown): Run {
  const parsed = runShape.safeParse(value);
  if (!parsed.success) throw new RunFileError(`It is damaged: ${firstIssue(parsed.error.issues, 'the run')}.`);
  if (parsed.data.kind === 'race') checkRace(parsed.data);
  return parsed.data;
}

/** Refuses a config whose task or blocks this build does not know. Throws RunFileError. */
export function checkConfig({ task, contenders }: RunConfig): void {
  const { name, ...parameters } = task;
  known(() => parseParameters(findTask(name), parameters));
  for (const contender of contenders) known(() => modelOf(contender, 2));
}

/** The model of a member whose task has V tokens. Throws RunFileError. */
export function memberModel({ config }: Member, V: number): Model {
  return known(() => modelOf(config, V));
}

function known<T>(build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (error instanceof TaskError || error instanceof ModelError)
      throw new RunFileError(`This version of Unroll cannot use its race: ${error.message}`);
    throw error;
  }
}

function checkRace({ config, members, slots, vocabulary, samples }: RaceRun): void {
  checkConfig(config);
  const expected = membersOf(config);
  if (slots.length !== config.contenders.length || members.length !== expected.length)
    throw damagedRun('it has other contenders than its config');
  if (samples.some(({ written }) => written.length !== expected.length))
    throw damagedRun('a sample has other contenders than its config');
  for (const [index, member] of members.entries()) {
    const own = expected[index];
    if (own) checkMember(own, member, vocabulary.length);
  }
}

function checkMember(own: Member, { curve, latency, trainer, waiting }: RunMember, V: number): void {
  const { name, training } = own;
  for (const columns of [curve, latency.carried, latency.naive, ...(waiting ? [waiting] : [])]) {
    const [first, ...others] = Object.values(columns);
    if (others.some(({ length }) => length !== first?.length))
      throw damagedRun(`the columns of ${name} have different lengths`);
  }
  const { step } = joinPoints(curve, waiting);
  if (step.some((own, i) => own !== i + 1)) throw damagedRun(`the curve of ${name} has a gap`);
  if (step.length > training.steps) throw damagedRun(`the curve of ${name} is longer than its training`);
  if (waiting && trainer?.steps !== step.length)
    throw damagedRun(`the steps of ${name} that wait for a validation are not those of its weights`);
  if (!trainer) return;
  if (trainer.steps > step.length) throw damagedRun(`the curve of ${name} ends before its weights`);
  if (V === 0) throw damagedRun('it has weights but no vocabulary');
  const { elements } = layOutParameters(memberModel(own, V));
  if (trainer.parameters.length !== elements || trainer.moments.length !== 2 * elements)
    throw damagedRun(`the weights of ${name} are of another model`);
  const { stream } = trainer;
  if (stream && stream.values.length !== streamStates(memberModel(own, V), stream.B).elements)
    throw damagedRun(`the carried state of ${name} is of another model`);
}

function damagedRun(why: string): RunFileError {
  return new RunFileError(`It is damaged: ${why}. Use another copy of the run.`);
}
