/**
 * The types of `window.unroll`, described in docs/scripting.md. In a script of your own:
 *
 *     import type { Unroll } from './unroll';
 *     declare global { interface Window { readonly unroll: Unroll } }
 */

/** What the page does for scripts. Promises reject with an Error that says what to write. */
export interface Unroll {
  /** What trains, once the page knows. */
  readonly ready: Promise<Trainer>;
  /** A copy of the race that is set up. */
  config(): RunConfig;
  /** Loads a race at step 0. */
  load(config: unknown): Promise<void>;
  /** Trains so many steps, or to the end. */
  train(steps?: number): Promise<RunReport[]>;
  trainFurther(options?: FurtherOptions): Promise<RunReport[]>;
  pause(): Promise<void>;
  runs(): RunReport[];
  answers(): AnswerReport[];
  sample(options?: SampleOptions): Promise<SampleReport[]>;
  inspect(options?: InspectOptions): Promise<InspectReport>;
  parameters(options?: ParameterOptions): Promise<ParameterReport>;
  /** The values of the picture of a contender's blocks. */
  flow(options?: SequenceOptions): Promise<FlowReport>;
  /** The names of all tensors of a sequence. */
  tensors(options?: SequenceOptions): Promise<TensorsReport>;
  /** One of them, with its values. */
  tensor(name: string, options?: SequenceOptions): Promise<TensorReport>;
  experiment(name: string, params?: object): Promise<ExperimentResult>;
  /** Goes on with the last run of an experiment that ended early, with its own parameters. */
  continueExperiment(name: string): Promise<ExperimentResult>;
  /** Chooses what trains: `{ backend, threads }`. */
  trainOn(choice?: object): Promise<Trainer>;
}

export interface Trainer {
  /** In words. */
  readonly adapter: string;
  /** It is no GPU. */
  readonly software: boolean;
  readonly backend: 'webgpu' | 'wasm' | 'twin';
  /** Of 'wasm'. */
  readonly threads?: number | undefined;
}

/** A race: what `config.json` of the headless program holds, too. */
export interface RunConfig {
  version: 1;
  /** A task by name, with its parameters. */
  task: { name: string; [parameter: string]: unknown };
  contenders: ContenderConfig[];
  training: TrainingConfig;
}

export interface ContenderConfig {
  name: string;
  /** D. */
  d_model: number;
  blocks: BlockConfig[];
  /** In place of the race's. */
  training?: OwnTraining | undefined;
  /** Id of the brought file that its first weights come from. */
  weights?: string | undefined;
  frozen?: boolean | undefined;
  norm?: 'rms' | 'none' | undefined;
  norm_eps?: number | undefined;
  tie_embeddings?: boolean | undefined;
  head_bias?: boolean | undefined;
}

/** A mixer by name, with its parameters, and the hidden width F of the MLP behind it. */
export interface BlockConfig {
  mixer: string;
  mlp?: number | null | undefined;
  [parameter: string]: unknown;
}

export interface TrainingConfig {
  steps: number;
  /** B, sequences a step. */
  batch: number;
  /** Peak learning rate. */
  lr: number;
  warmup: number;
  schedule: 'cosine' | 'constant';
  betas: [number, number];
  eps: number;
  weight_decay: number;
  clip_norm: number | null;
  turns: 'steps' | 'time';
  validate_every: number;
  validation_batches: number;
  seed: number;
  seeds?: number | undefined;
  dropout?: number | undefined;
  start_length?: number | null | undefined;
  length_warmup?: number | null | undefined;
  carry_state?: boolean | undefined;
  branches?: BranchPoint[] | undefined;
}

export type OwnTraining = {
  [Key in
    | 'lr'
    | 'warmup'
    | 'schedule'
    | 'betas'
    | 'eps'
    | 'weight_decay'
    | 'clip_norm'
    | 'seed'
    | 'dropout'
    | 'start_length'
    | 'length_warmup'
    | 'carry_state']?: TrainingConfig[Key] | undefined;
};

/** From step `at` on, training follows another plan. */
export interface BranchPoint {
  at: number;
  from?: number[] | undefined;
  planned: number;
  schedule: 'cosine' | 'fall' | 'constant';
  lr?: number | undefined;
  warmup: number;
}

export interface FurtherOptions {
  /** Further steps. */
  readonly steps?: number | undefined;
  readonly schedule?: 'cosine' | 'fall' | 'constant' | undefined;
  readonly lr?: number | undefined;
  readonly batch?: number | undefined;
  readonly task?: Record<string, unknown> | undefined;
}

/** Values in order; null: not measured. */
type Column = (number | null)[];

/** A contender with one seed. Columns of a group have equal length. */
export interface RunReport {
  readonly name: string;
  /** Its place, from 0. */
  readonly contender: number;
  readonly seed: number;
  readonly blocks: readonly BlockConfig[];
  /** Null until it is loaded. */
  readonly parameters: number | null;
  readonly status:
    | 'waiting'
    | 'compiling'
    | 'ready'
    | 'training'
    | 'paused'
    | 'finished'
    | 'diverged'
    | 'failed'
    | 'frozen'
    | 'interrupted';
  readonly step: number;
  /** Losses in nats per scored token, accuracy from 0 to 1, training FLOPs so far, seconds of its own turns. */
  readonly curve: Readonly<
    Record<'step' | 'loss' | 'validation' | 'accuracy' | 'gradientNorm' | 'tokens' | 'flops' | 'seconds', Column>
  >;
  readonly latency: Latency;
  /** The same, recomputing the whole prefix for every token. */
  readonly naiveLatency: Latency;
}

/** Milliseconds per token, without the idle round trip, and bytes of carried state, by position. */
export type Latency = Readonly<Record<'position' | 'milliseconds' | 'bytes' | 'tokens' | 'roundTrip', Column>>;

/** What a contender said in its last evaluation. */
export interface AnswerReport {
  readonly name: string;
  readonly contender: number;
  readonly seed: number;
  readonly step: number;
  readonly right: number;
  readonly asked: number;
  readonly questions: readonly Question[];
  readonly answers: readonly Answer[];
}

export interface Question {
  /** Of the validation split. */
  readonly index: number;
  readonly glyphs: readonly string[];
  /** Positions after which an answer is due. */
  readonly asked: readonly number[];
}

export interface Answer {
  /** Index of its sequence in the validation split. */
  readonly sequence: number;
  readonly position: number;
  readonly said: string;
  readonly right: string;
  readonly correct: boolean;
}

export interface SampleOptions {
  readonly prompt?: string | undefined;
  readonly tokens?: number | undefined;
  /** 0 is greedy. */
  readonly temperature?: number | undefined;
  /** 0 keeps all tokens. */
  readonly topK?: number | undefined;
  readonly seed?: number | undefined;
  readonly naive?: boolean | undefined;
  /** A naive lane beside each contender's own. */
  readonly naiveBeside?: boolean | undefined;
  /** Time of each lane. */
  readonly seconds?: number | undefined;
  /** Which of its seeds stands for each contender, from 0. */
  readonly ofSeed?: number | undefined;
  /** The first validation sequence to play, from 0. */
  readonly example?: number | undefined;
  readonly sequences?: number | undefined;
}

/** A lane of a sample. */
export interface SampleReport {
  readonly name: string;
  readonly seed: number;
  readonly text: string;
  readonly answers: readonly Answer[];
  readonly right: number;
  readonly asked: number;
  /** Why it was not sampled, or not to the end; absent: it was. */
  readonly skipped?: string | undefined;
  readonly latency: Latency;
  readonly naive: boolean;
  /** Tokens at its finish line. */
  readonly finish: number;
  /** Where it was at the end of each of its turns. */
  readonly tape: Readonly<Record<'milliseconds' | 'tokens' | 'characters' | 'position' | 'bytes', number[]>>;
}

export interface ParameterOptions {
  /** Its place, from 0, or its name. */
  readonly contender?: number | string | undefined;
  /** Which of its seeds, from 0. */
  readonly ofSeed?: number | undefined;
}

export interface SequenceOptions extends ParameterOptions {
  /** The validation sequence, from 0. */
  readonly example?: number | undefined;
  /** In place of an example. */
  readonly text?: string | undefined;
}

export interface InspectOptions extends SequenceOptions {
  /** The token whose reach is measured, from 0. */
  readonly position?: number | undefined;
  /** Measures the loss by position, too. */
  readonly positions?: boolean | undefined;
}

export interface InspectReport {
  readonly name: string;
  readonly seed: number;
  readonly step: number;
  readonly inspection: Inspection;
}

/** What a contender computed for a sequence of L tokens. */
export interface Inspection {
  /** Tokens left out at the beginning. */
  readonly omitted: number;
  /** (L). */
  readonly glyphs: readonly string[];
  /** (L): null where nothing is scored. */
  readonly targets: readonly (string | null)[];
  /** (L): most likely first. */
  readonly predictions: readonly (readonly {
    readonly glyph: string;
    readonly probability: number;
    readonly right: boolean;
  }[])[];
  /** (L): nats; NaN where nothing is scored. */
  readonly loss: Float32Array;
  readonly blocks: readonly { readonly title: string; readonly views: readonly BlockView[] }[];
  readonly reach: {
    readonly position: number;
    /** (L). */
    readonly norms: Float32Array;
    /** In tokens; null: the whole sequence. */
    readonly receptiveField: number | null;
  };
  readonly positions: PositionScores | null;
  readonly induction: {
    /** Of a copy. */
    readonly tokens: number;
    readonly scores: readonly {
      readonly block: number;
      readonly key: string;
      readonly title: string;
      readonly score: number;
    }[];
    readonly chance: number;
  } | null;
}

/** Loss and accuracy by position over validation sequences. */
export interface PositionScores {
  readonly sequences: number;
  readonly loss: Float32Array;
  readonly accuracy: Float32Array;
  /** At the steps at which the length grew. */
  readonly before?:
    | readonly { readonly step: number; readonly length: number; readonly loss: readonly (number | null)[] }[]
    | undefined;
  readonly measures: readonly {
    readonly name: string;
    readonly help: string;
    readonly of: 'loss' | 'accuracy';
    readonly value: number;
    /** Standard error. */
    readonly error: number;
  }[];
}

interface Words {
  readonly key: string;
  readonly title: string;
  readonly unit?: string | undefined;
  readonly help: string;
}
interface Series {
  readonly name: string;
  readonly values: Float32Array;
}
interface Scale {
  readonly kind: 'sequential' | 'diverging';
  readonly least: number;
  readonly most: number;
}

/** A drawing of a block: values over tokens, rows by tokens, tokens by tokens, or values over lags. */
export type BlockView =
  | (Words & { readonly kind: 'lines'; readonly log?: boolean | undefined; readonly series: readonly Series[] })
  | (Words & {
      readonly kind: 'rows';
      readonly rowName: string;
      readonly rows: number;
      readonly values: Float32Array;
      readonly scale: Scale;
    })
  | (Words & { readonly kind: 'matrix'; readonly values: Float32Array; readonly scale: Scale })
  | (Words & { readonly kind: 'lags'; readonly series: readonly Series[] });

export interface ParameterReport {
  readonly name: string;
  readonly seed: number;
  readonly step: number;
  readonly parameters: readonly {
    /** As in state-spaces/mamba. */
    readonly name: string;
    readonly shape: readonly number[];
    readonly elements: number;
    /** Root mean squares: of the weights, of the clipped gradient over the last steps, and of the last step's change. */
    readonly weights: number;
    readonly gradient: number;
    readonly update: number;
    /** `update` over `weights`. */
    readonly ratio: number | null;
  }[];
}

export interface FlowReport {
  readonly name: string;
  readonly seed: number;
  readonly step: number;
  readonly flow: {
    /** Tokens left out at the beginning. */
    readonly omitted: number;
    /** (L). */
    readonly glyphs: readonly string[];
    /** (L): most likely first. */
    readonly predictions: readonly (readonly {
      readonly glyph: string;
      readonly logit: number;
      readonly probability: number;
      readonly right: boolean;
    }[])[];
    /** (L): root mean square of the residual stream before the first block. */
    readonly embedded: Float32Array;
    /** Of all layers, first to last, (L) each: of the stream after it, and of what it added. */
    readonly layers: readonly { readonly stream: Float32Array; readonly added: Float32Array }[];
    /** By block, (L) each: of what it carries, all together and each tensor; null: nothing. */
    readonly states: readonly ({ readonly all: Float32Array; readonly series: readonly Series[] } | null)[];
  };
}

export interface TensorEntry {
  /** Parameters as in state-spaces/mamba; '.grad' is a gradient. */
  readonly name: string;
  readonly kind: 'parameter' | 'activation' | 'gradient' | 'backward' | 'state';
  readonly shape: readonly number[];
}

export interface TensorsReport {
  readonly name: string;
  readonly seed: number;
  readonly step: number;
  readonly tensors: readonly TensorEntry[];
}

export interface TensorReport {
  readonly name: string;
  readonly seed: number;
  readonly step: number;
  readonly tensor: TensorEntry & {
    readonly dtype: string;
    /** Row-major. */
    readonly values: Float32Array | Float64Array | Int32Array;
  };
}

export interface ExperimentResult {
  readonly experiment: string;
  readonly adapter: string;
  /** With every default filled in. */
  readonly params: unknown;
  readonly seed: number | null;
  readonly seconds: number;
  readonly ended: 'finished' | 'cancelled' | 'failed' | 'interrupted';
  readonly error?: string | undefined;
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
  readonly summary: readonly string[];
}
