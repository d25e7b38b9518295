import type { RunConfig } from '../config/config';
import { membersOf } from '../config/members';
import { latencyColumnsOf } from '../sampling/latency';
import type { ContenderReport, Event } from '../worker/protocol';
import type { ContenderStatus } from './contender_status';
import { type CurveColumns, type CurvePoints, curveColumns, curveColumnsOf } from './curve';
import type { RunReport } from './run_report';

interface Track {
  status: ContenderStatus;
  report: ContenderReport | undefined;
  /** NaN: not measured. */
  readonly curve: CurveColumns<number[]>;
}

/** Records the events of a training session. It samples nothing, so there are no latencies. */
export class RunRecorder {
  readonly #config: RunConfig;
  readonly #tracks: Track[];
  /** Of the whole run. */
  failure: string | undefined;

  /** `before`: the curves of the members so far, of a race that goes on. */
  constructor(config: RunConfig, before?: readonly CurvePoints[]) {
    this.#config = config;
    this.#tracks = membersOf(config).map((_, index) => ({
      status: 'waiting',
      report: undefined,
      curve: curveColumnsOf(column => [...(before?.[index]?.[column] ?? [])]),
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
        if (track)
          for (const column of curveColumns) for (const value of event.points[column]) track.curve[column].push(value);
        break;
      }
      case 'resumed':
        this.#tracks.forEach(({ curve }, index) => {
          const kept = curve.step.filter(step => step <= (event.steps[index] ?? 0)).length;
          for (const column of curveColumns) curve[column].length = kept;
        });
        break;
      case 'failed':
        // The status of a contender says that it diverged; the others train on.
        if (event.failure !== 'diverged') this.failure = event.message;
        break;
      case 'ready':
      case 'estimated':
      case 'compiling':
      case 'playing':
      case 'tick':
      case 'loading':
      case 'replaced':
      case 'snapshot':
      case 'answered':
      case 'questions':
      case 'sampled':
      case 'saved':
      case 'inspected':
      case 'probed':
      case 'measured':
      case 'experiment':
        break;
      default:
        event satisfies never;
    }
  }

  /** The curves of the members as they came. */
  curves(): CurvePoints[] {
    return this.#tracks.map(({ curve }) => curveColumnsOf(column => Float64Array.from(curve[column])));
  }

  /** Of each member. `interrupted`: training ended early. */
  runs(interrupted = false): RunReport[] {
    return membersOf(this.#config).map(({ contender, seed, config: { name, blocks } }, index) => {
      const track = this.#tracks[index];
      if (!track) throw new RangeError(`there is no member ${index}`);
      const { status, report, curve } = track;
      const ended = ['finished', 'diverged', 'failed', 'frozen'].includes(status);
      return {
        name,
        contender,
        seed,
        blocks,
        parameters: report?.parameters ?? null,
        status: interrupted && !ended ? 'interrupted' : status,
        step: curve.step.at(-1) ?? 0,
        curve: curveColumnsOf(column => curve[column].map(value => (Number.isFinite(value) ? value : null))),
        latency: latencyColumnsOf(() => []),
        naiveLatency: latencyColumnsOf(() => []),
      };
    });
  }
}
