import type { RunConfig } from './config';
import type { ContenderStatus } from './contender_status';
import type { ContenderReport, CurvePoints, Event } from './protocol';

type Column = (number | null)[];

const COLUMNS = ['step', 'loss', 'validation', 'accuracy', 'gradientNorm', 'tokens', 'flops', 'seconds'] as const;

/** What `headless run` writes of each contender: as `window.unroll.runs()`. Arrays of a group have equal length; null: not measured. */
export interface RecordedRun {
  readonly name: string;
  readonly blocks: RunConfig['contenders'][number]['blocks'];
  readonly parameters: number | null;
  readonly status: ContenderStatus;
  readonly step: number;
  readonly curve: Readonly<Record<keyof CurvePoints, Column>>;
  readonly latency: { readonly position: Column; readonly milliseconds: Column; readonly bytes: Column };
}

interface Track {
  status: ContenderStatus;
  report: ContenderReport | undefined;
  readonly curve: Record<keyof CurvePoints, Column>;
  readonly latency: { readonly position: Column; readonly milliseconds: Column; readonly bytes: Column };
}

/** Keeps what a session posts. */
export class RunRecorder {
  readonly #config: RunConfig;
  readonly #tracks: Track[];
  /** Of the whole run; a contender that diverged is a result, not a failure. */
  failure: string | undefined;

  constructor(config: RunConfig) {
    this.#config = config;
    this.#tracks = config.contenders.map(() => ({
      status: 'waiting',
      report: undefined,
      curve: { step: [], loss: [], validation: [], accuracy: [], gradientNorm: [], tokens: [], flops: [], seconds: [] },
      latency: { position: [], milliseconds: [], bytes: [] },
    }));
  }

  receive(event: Event): void {
    switch (event.type) {
      case 'loaded':
        event.contenders.forEach((report, index) => {
          const track = this.#tracks[index];
          if (track) track.report = report;
        });
        break;
      case 'status': {
        const track = this.#tracks[event.contender];
        if (track) track.status = event.status;
        break;
      }
      case 'progress': {
        const track = this.#tracks[event.contender];
        if (track) for (const column of COLUMNS) append(track.curve[column], event.points[column]);
        break;
      }
      case 'resumed':
        this.#tracks.forEach(({ curve }, index) => {
          const kept = curve.step.filter(step => (step ?? 0) <= (event.steps[index] ?? 0)).length;
          for (const column of COLUMNS) curve[column].length = kept;
        });
        break;
      case 'sampled': {
        const track = this.#tracks[event.contender];
        if (!track) break;
        append(track.latency.position, event.positions);
        append(track.latency.milliseconds, event.milliseconds);
        append(track.latency.bytes, event.bytes);
        break;
      }
      case 'failed':
        if (event.failure !== 'diverged') this.failure = event.message;
        break;
      case 'ready':
      case 'estimated':
      case 'compiling':
      case 'playing':
      case 'tick':
      case 'loading':
      case 'replaced':
      case 'kept':
      case 'questions':
      case 'saved':
      case 'inspected':
      case 'measured':
      case 'experiment':
        break;
      default:
        event satisfies never;
    }
  }

  runs(): RecordedRun[] {
    return this.#config.contenders.map(({ name, blocks }, index) => {
      const track = this.#tracks[index];
      if (!track) throw new RangeError(`there is no contender ${index}`);
      const { status, report, curve, latency } = track;
      return {
        name,
        blocks,
        parameters: report?.parameters ?? null,
        status,
        step: curve.step.at(-1) ?? 0,
        curve,
        latency,
      };
    });
  }
}

function append(column: Column, values: Float64Array): void {
  for (const value of values) column.push(Number.isFinite(value) ? value : null);
}
