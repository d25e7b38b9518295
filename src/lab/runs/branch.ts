import { layOutParameters } from '../../models/arena';
import { trainingFlops } from '../../models/cost';
import { tasks } from '../../tasks/registry';
import type { BranchPoint, BranchSchedule } from '../config/branch_point';
import type { RunConfig, TaskConfig, TrainingConfig } from '../config/config';
import { fullLengthFrom } from '../config/lengths';
import { type Member, membersOf } from '../config/members';
import { modelOf } from '../config/model_of';
import { trainingFields } from '../config/training_fields';
import { joinPoints } from '../race/curve';
import type { CurveOffset } from '../race/snapshot';
import { raceName } from './race_name';
import type { RaceRun, RunMember } from './run';

/** How a run goes on otherwise than planned. */
export interface BranchChange {
  /** Steps from where its furthest contender is. */
  readonly further: number;
  readonly schedule: BranchSchedule;
  /** Peak learning rate of all contenders; absent: as before. */
  readonly lr?: number | undefined;
  /** Sequences of a step; absent: as before. */
  readonly batch?: number | undefined;
  /** What it trains on from here; absent: what it trained on. */
  readonly task?: BranchTask | undefined;
}

/** A task, opened. */
export interface BranchTask {
  readonly config: TaskConfig;
  /** L of its sequences. */
  readonly length: number;
  /** The text of each token. */
  readonly vocabulary: readonly string[];
  /** A batch can go on where the one before ended. */
  readonly streams: boolean;
}

/** A run cannot go on in this way; the message says why, and what to do. */
export class BranchError extends Error {
  override readonly name = 'BranchError';
}

/** Most steps of the warm-up of a new cosine, and which share of its steps that is at most. */
const WARMUP = { steps: 100, share: 1 / 20 };

/** The step of the member that is furthest. A branch begins there. */
export function branchStep({ members }: Pick<RaceRun, 'members'>): number {
  return Math.max(0, ...members.map(({ status, trainer }) => (status === 'frozen' ? 0 : (trainer?.steps ?? 0))));
}

/** The peak rate that all contenders without one of their own have in the end. */
export function lastRate({ lr, branches = [] }: Pick<TrainingConfig, 'lr' | 'branches'>): number {
  return branches.at(-1)?.lr ?? lr;
}

/** As many further steps as are left of the plan; once it has ended, as many again. */
export function usualSteps(run: Pick<RaceRun, 'config' | 'members'>): number {
  const { steps } = run.config.training;
  const left = steps - branchStep(run);
  return left > 0 ? left : steps;
}

/** The schedule that fits the plan so far: a constant rate stays, a cosine goes on, or falls again once it has ended. */
export function usualSchedule(run: Pick<RaceRun, 'config' | 'members'>): BranchSchedule {
  const { schedule, steps, branches = [] } = run.config.training;
  if ((branches.at(-1)?.schedule ?? schedule) === 'constant') return 'constant';
  return branchStep(run) < steps ? 'cosine' : 'fall';
}

/** Places and kept steps of the members that diverged. They go on from there, under the new plan. */
export function divergedMembers({ members }: Pick<RaceRun, 'members'>): { member: number; step: number }[] {
  return members.flatMap(({ status, trainer }, member) =>
    status === 'diverged' ? [{ member, step: trainer?.steps ?? 0 }] : [],
  );
}

/**
 * The training from step `at` on for `further` steps; `from`: see BranchPoint. A branch without steps of its own gives way.
 */
export function branched(
  training: TrainingConfig,
  at: number,
  { further, schedule, lr, batch = training.batch }: Omit<BranchChange, 'task'>,
  from?: number[],
): TrainingConfig {
  const { branches = [], steps } = training;
  const earlier = branches.filter(branch => branch.at < at);
  const peak = lr ?? branches.at(-1)?.lr;
  const point: BranchPoint = {
    at,
    ...(from ? { from } : {}),
    planned: branches.find(branch => branch.at >= at)?.planned ?? steps,
    schedule,
    ...(peak === undefined ? {} : { lr: peak }),
    warmup: schedule === 'fall' ? Math.min(WARMUP.steps, Math.ceil(further * WARMUP.share)) : 0,
  };
  return { ...training, batch, steps: at + further, branches: [...earlier, point] };
}

/**
 * The run as it goes on: curves, weights, and moments are kept, and every contender that trains has steps to do. It keeps its
 * name and its notes, and has no pin. Its id and its lineage are the caller's matter. Throws BranchError.
 */
export function branchRun(run: RaceRun, change: BranchChange): RaceRun {
  const { config, vocabulary, members } = run;
  const at = branchStep(run);
  const most = trainingFields.steps.max;
  if (config.contenders.every(({ frozen }) => frozen))
    throw new BranchError(
      'Every contender of this race is frozen, so nothing trains. Unfreeze one, and begin a new race.',
    );
  if (at === 0) throw new BranchError('This race has no kept step to go on from. Train it first.');
  if (at + change.further > most)
    throw new BranchError(
      `A race has at most ${most.toLocaleString('en')} steps. Ask for ${(most - at).toLocaleString('en')} further ones at most.`,
    );
  const task = change.task;
  if (task) checkTask(config, vocabulary, task);
  const diverged = new Map(divergedMembers(run).map(({ member, step }) => [member, step]));
  const from = members.map((_, member) => diverged.get(member) ?? at);
  const training = branched(config.training, at, change, diverged.size > 0 ? from : undefined);
  const others = task !== undefined || training.batch !== config.training.batch;
  if (others && !task) checkGrown(run);
  const going: RunConfig = { ...config, training, task: task?.config ?? config.task };
  const next = others ? atOneLength(going) : going;
  const own = membersOf(next);
  const fulls = membersOf(config).map(member => fullLengthFrom(member.training));
  const retasked = task !== undefined && task.config.name !== config.task.name;
  return {
    ...run,
    // A name that nobody chose is that of the task.
    name: run.name === raceName(config) ? raceName(next) : run.name,
    pinned: false,
    config: next,
    vocabulary: task?.vocabulary ?? vocabulary,
    // Samples are in the words of the task.
    samples: retasked ? [] : run.samples,
    members: members.map((member, i) =>
      goesOn(member, own[i], {
        goal: training.steps,
        V: vocabulary.length,
        task,
        before: config.training.batch,
        full: fulls[i] ?? 0,
      }),
    ),
  };
}

/** Without a start length, which was that of another task or another batch. */
function atOneLength({ contenders, training, ...config }: RunConfig): RunConfig {
  const { start_length: _, length_warmup: __, ...shared } = training;
  const own = contenders.map(({ training: set, ...contender }) => {
    const { start_length: _, length_warmup: __, ...others } = set ?? {};
    return Object.keys(others).length > 0 ? { ...contender, training: others } : contender;
  });
  return { ...config, contenders: own, training: shared };
}

/** How many sequences a step has is known where the length is the task's. */
function checkGrown({ config, members }: RaceRun): void {
  const full = Math.max(
    ...membersOf(config).map(({ training }, i) => {
      const whole = fullLengthFrom(training);
      return whole > 0 && (members[i]?.trainer?.steps ?? Number.POSITIVE_INFINITY) <= whole ? whole : 0;
    }),
  );
  if (full > 0)
    throw new BranchError(
      `The length grows until step ${full.toLocaleString('en')}, and the batch shrinks with it. Keep the batch, or train to step ${(full + 1).toLocaleString('en')} first.`,
    );
}

function checkTask(
  { task: before, contenders, training }: RunConfig,
  vocabulary: readonly string[],
  task: BranchTask,
): void {
  const [V, known] = [task.vocabulary.length, vocabulary.length];
  if (V !== known)
    throw new BranchError(
      `${titleOf(task.config)} has ${V} tokens, and the models of this race know ${known}. Choose a task with ${known} tokens.`,
    );
  if (task.config.name === before.name && task.vocabulary.some((text, token) => text !== vocabulary[token]))
    throw new BranchError(
      'The characters of this text are not those that the race has learned. Begin a new race with it.',
    );
  for (const contender of contenders) {
    if (contender.frozen) continue;
    if (!task.streams && (contender.training?.carry_state ?? training.carry_state))
      throw new BranchError(
        `${contender.name} carries its state from batch to batch, and the sequences of this task have nothing to do with each other. Choose a text.`,
      );
    const model = modelOf(contender, V);
    const places = model.blocks.flatMap(({ mixer, config }) => mixer.longest?.(config) ?? []);
    const least = Math.min(...places);
    if (task.length > least)
      throw new BranchError(
        `${contender.name} has ${least} learned positions, so it cannot train on ${task.length} tokens. Choose a length of at most ${least}.`,
      );
  }
}

interface GoingOn {
  /** Where it trains to. */
  readonly goal: number;
  /** Tokens of the vocabulary. */
  readonly V: number;
  readonly task: BranchTask | undefined;
  /** Sequences of a step until now, and the first step with the task's length. */
  readonly before: number;
  readonly full: number;
}

function goesOn(member: RunMember, own: Member | undefined, { goal, V, task, before, full }: GoingOn): RunMember {
  if (member.status === 'frozen' || !own) return member;
  const { trainer, offset: earlier, stages, ...progress } = member;
  // On another task they are of other sequences.
  const kept = stages && !task ? { ...progress, stages } : progress;
  if (!trainer) return { ...kept, goal, status: 'paused' };
  const model = modelOf(own.config, V);
  if (trainer.parameters.length !== layOutParameters(model).elements)
    throw new BranchError(
      `The weights of ${own.name} are of another model than its blocks say. Begin a new race with these blocks.`,
    );
  const B = own.training.batch;
  const L = task?.length ?? lengthOf(member, trainer.steps, full, before);
  const others = task !== undefined || B !== before;
  const offset = others ? offsetOf(member, trainer.steps, B * L, trainingFlops(model, L)) : earlier;
  return {
    ...(others ? withoutWaiting(kept) : kept),
    goal,
    status: 'paused',
    // The state is of other rows.
    trainer: others ? { ...trainer, stream: undefined } : trainer,
    ...(offset ? { offset } : {}),
  };
}

/** Its last points get no validation: that would be on other sequences than those of the points before. */
function withoutWaiting({ waiting, ...member }: RunMember): RunMember {
  return { ...member, curve: joinPoints(member.curve, waiting) };
}

/** L of the sequences from step `from` on, by the tokens that its curve says it has read. */
function lengthOf({ curve, waiting, offset }: RunMember, steps: number, from: number, B: number): number {
  const { tokens } = joinPoints(curve, waiting);
  const before = from > 0 ? tokens[from - 1] : offset?.tokens;
  return ((tokens[steps - 1] ?? 0) - (before ?? 0)) / (steps - from) / B;
}

/** So that the curve goes on from its last point with sequences of another length, or other numbers of them. */
function offsetOf(
  { curve: shown, waiting }: RunMember,
  steps: number,
  tokensPerStep: number,
  flopsPerToken: number,
): CurveOffset | undefined {
  const curve = joinPoints(shown, waiting);
  const tokens = (curve.tokens[steps - 1] ?? 0) - steps * tokensPerStep;
  const flops = (curve.flops[steps - 1] ?? 0) - steps * tokensPerStep * flopsPerToken;
  return tokens === 0 && flops === 0 ? undefined : { tokens, flops };
}

function titleOf({ name }: TaskConfig): string {
  return tasks.find(task => task.name === name)?.title ?? name;
}
