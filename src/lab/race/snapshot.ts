import type { HostArray } from '../../gpu/dtype';
import type { ContenderStatus } from './contender_status';
import type { CurvePoints } from './curve';

/** What a trainer needs to continue as if it had never stopped: bit for bit, on one adapter. */
export interface TrainerSnapshot {
  readonly steps: number;
  /** As one page of parameters holds them. */
  readonly parameters: HostArray;
  /** First, then second moments of AdamW, each as the parameters. */
  readonly moments: HostArray;
  /** The state that the next batch goes on with, of a training that carries it (see stream.ts). */
  readonly stream?: StreamState | undefined;
}

/** The carried state of B rows, as `streamStates` lays it out. */
export interface StreamState {
  readonly B: number;
  readonly values: HostArray;
}

/** What tokens and FLOPs of a curve have beyond steps × those of a step: sequences once had another length. */
export interface CurveOffset {
  readonly tokens: number;
  readonly flops: number;
}

/** The loss by position of full sequences, at a step at which the length grew. */
export interface StageLoss {
  /** Steps trained until then. */
  readonly step: number;
  /** L of the sequences that it had trained on last. */
  readonly length: number;
  /** Nats, means over equal numbers of positions, at most 256 of them; null where nothing is scored. */
  readonly loss: readonly (number | null)[];
}

/** How far a contender was, and where it continues. */
export interface ContenderSnapshot {
  readonly status: ContenderStatus;
  readonly goal: number;
  /** Wall-clock of its training turns up to the step of the snapshot. */
  readonly seconds: number;
  /** Undefined: all its training had sequences of one length. */
  readonly offset?: CurveOffset | undefined;
  /** In order; undefined: the length has not grown yet. */
  readonly stages?: readonly StageLoss[] | undefined;
  /** Undefined: none was taken yet; it starts from its first weights. */
  readonly trainer?: TrainerSnapshot | undefined;
  /** The points of its last steps, if training stopped before their validation was done: it is due. */
  readonly waiting?: CurvePoints | undefined;
}

/**
 * The points that wait for their validation, beside a curve of `shown` points. Training may have gone on since the snapshot: then they
 * are on the curve.
 */
export function stillWaiting(
  { trainer, waiting }: Pick<ContenderSnapshot, 'trainer' | 'waiting'>,
  shown: number,
): CurvePoints | undefined {
  return trainer && shown < trainer.steps ? waiting : undefined;
}

/** A session whose device is gone. */
export interface SessionSnapshot {
  readonly playing: boolean;
  readonly contenders: readonly ContenderSnapshot[];
}

/** Milliseconds between a contender's snapshots: what a lost device can cost. */
export const SNAPSHOT_MILLISECONDS = 4000;
