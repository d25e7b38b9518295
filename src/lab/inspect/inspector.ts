import type { Backend } from '../../gpu/backend';
import type { ParameterArena } from '../../models/arena';
import { receptiveField } from '../../models/cost';
import type { Model } from '../../models/model';
import type { BlockView } from '../../models/view';
import { IGNORED, isScored } from '../../scored';
import { type OpenTask, TaskError } from '../../tasks/task';
import { answerProbe } from './answer_probe';
import { copyLength, inductionScores } from './induction';
import { type InspectedSequence, inspectedSequence } from './inspected_sequence';
import {
  type InductionScores,
  type Inspection,
  type InspectRequest,
  MOST_SCORED,
  type PositionScores,
} from './inspection';
import { KeptForward } from './kept_forward';
import { InspectionPlans } from './plans';
import { PositionScorer } from './position_scores';
import { checkLogits, likeliest, logProbabilities } from './predictions';
import type { ProbeAnswer, ProbeRequest } from './probe';
import { stateView, streamView } from './size_views';

/** Looks inside one contender with its current weights.  */
export class Inspector {
  readonly #backend: Backend;
  readonly #task: OpenTask;
  readonly #model: Model;
  readonly #parameters: ParameterArena;
  readonly #plans: InspectionPlans;
  /** For the sequences of the induction scores. */
  #copies: KeptForward | undefined;
  #scorer: PositionScorer | undefined;

  constructor(backend: Backend, task: OpenTask, model: Model, parameters: ParameterArena) {
    this.#backend = backend;
    this.#task = task;
    this.#model = model;
    this.#parameters = parameters;
    this.#plans = new InspectionPlans(backend, model, parameters);
  }

  /** Throws MemoryError, and TaskError for a text the task cannot read, a position outside the sequence, or a model that diverged. */
  async inspect({ input, position: asked, positions }: InspectRequest): Promise<Inspection> {
    const sequence = inspectedSequence(this.#task, input);
    const { tokens, targets, omitted } = sequence;
    const L = tokens.length;
    const position = asked ?? L - 1;
    if (position >= L) {
      throw new TaskError(`There is no token ${position} in a sequence of ${L}; choose one from 0 to ${L - 1}.`);
    }
    const forward = await this.#plans.forward(L);
    const probe = await this.#plans.gradients(L);
    const V = this.#model.config.vocab_size;
    const logits = await forward.run(tokens, omitted);
    checkLogits(logits, V);
    const logs = logProbabilities(logits, V);
    const rows = Array.from({ length: L }, (_, t) => logs.subarray(t * V, (t + 1) * V));
    const views = await this.#views(forward, sequence);
    const hasMatrix = views.flat().some(({ kind }) => kind === 'matrix');
    const predictions = rows.map(likeliest);
    const glyph = (token: number): string => this.#task.vocabulary.glyph(token);
    const target = targets[position] ?? IGNORED;
    const said = isScored(target) ? target : (predictions[position]?.[0]?.token ?? 0);
    return {
      omitted,
      glyphs: Array.from(tokens, glyph),
      targets: Array.from(targets, own => (isScored(own) ? glyph(own) : null)),
      predictions: predictions.map((row, t) =>
        row.map(({ token, probability }) => ({ glyph: glyph(token), probability, right: token === targets[t] })),
      ),
      loss: lossOf(rows, sequence),
      blocks: this.#model.blocks.map(({ mixer }, i) => ({ title: mixer.title, views: views[i] ?? [] })),
      reach: {
        position,
        norms: withoutRounding(
          await probe.norms({ tokens, targets: targets.map(() => said), first: omitted }, position),
          probe.rounding,
        ),
        receptiveField: receptiveField(this.#model),
      },
      positions: positions ? await this.#measured() : null,
      induction: hasMatrix ? await this.#induction(V) : null,
    };
  }

  /** As answerProbe. */
  probe(request: ProbeRequest): Promise<ProbeAnswer> {
    return answerProbe(request, { task: this.#task, model: this.#model, plans: this.#plans });
  }

  destroy(): void {
    this.#plans.destroy();
    this.#copies?.destroy();
    this.#copies = undefined;
    this.#scorer?.destroy();
    this.#scorer = undefined;
  }

  /** Of each block: those of its mixer, what it carries, and the stream after it. */
  async #views(forward: KeptForward, { tokens, omitted }: InspectedSequence): Promise<(readonly BlockView[])[]> {
    const own = await forward.views();
    const { layers } = await forward.stream();
    const states = await (await this.#plans.states(tokens.length)).run(tokens, omitted);
    const { blocks } = this.#model;
    return blocks.map((block, i) => {
      const before = blocks.slice(0, i).reduce((sum, other) => sum + other.layers.length, 0);
      const kinds = block.layers.map(({ layer }) => (layer === block.mixer ? 'mixer' : 'MLP'));
      const stream = streamView(layers.slice(before, before + kinds.length), kinds);
      const state = states[i];
      return [...(own[i] ?? []), ...(state ? [stateView(state)] : []), stream];
    });
  }

  async #measured(): Promise<PositionScores | null> {
    if (this.#task.length > MOST_SCORED) return null;
    this.#scorer ??= await PositionScorer.make(this.#backend, this.#task, this.#model, this.#parameters);
    return this.#scorer.score();
  }

  async #induction(V: number): Promise<InductionScores | null> {
    const n = copyLength(V, this.#task.length);
    if (n === undefined) return null;
    this.#copies ??= await KeptForward.make(this.#backend, this.#model, this.#parameters, 2 * n);
    return inductionScores(this.#copies, V);
  }
}

/** Nats of each target; NaN where nothing is scored. */
function lossOf(rows: readonly Float64Array[], { targets }: InspectedSequence): Float32Array {
  return Float32Array.from(targets, (target, t) =>
    isScored(target) ? -(rows[t]?.[target] ?? Number.NaN) : Number.NaN,
  );
}

/** Norms with 0 in place of those that are rounding. */
function withoutRounding(norms: Float64Array, share: number): Float32Array {
  const least = share * norms.reduce((most, norm) => Math.max(most, norm), 0);
  return Float32Array.from(norms, norm => (norm < least ? 0 : norm));
}
