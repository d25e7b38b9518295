import { isInspection } from '../inspect/read_inspection';
import { isMeasured } from '../measure/read_measured';
import type { ContenderStatus } from '../race/contender_status';
import { curveColumns } from '../race/curve';
import type { Event, ExperimentStatus, Failure } from './protocol';
import { contenderSnapshot } from './read_snapshot';

type Fields = Readonly<Record<string, unknown>>;

const statuses: Readonly<Record<ContenderStatus, true>> = {
  waiting: true,
  compiling: true,
  ready: true,
  training: true,
  paused: true,
  finished: true,
  diverged: true,
  failed: true,
};

const failures: Readonly<Record<Failure, true>> = {
  device_lost: true,
  no_device: true,
  out_of_memory: true,
  worker_crash: true,
  diverged: true,
  bad_config: true,
  bad_text: true,
  bad_prompt: true,
  interrupted: true,
  refused: true,
  internal: true,
};

const experimentStatuses: Readonly<Record<ExperimentStatus, true>> = {
  running: true,
  finished: true,
  cancelled: true,
  failed: true,
};

/** Whether a message from the worker is an event, so that nothing is cast at the boundary. */
export function isEvent(data: unknown): data is Event {
  if (!isRecord(data)) return false;
  switch (data.type) {
    case 'ready':
      return (
        isString(data.adapter) && isBoolean(data.software) && (data.backend === 'webgpu' || data.backend === 'cpu')
      );
    case 'tick':
      return isNumber(data.busy) && data.busy >= 0;
    case 'loading':
      return isNumber(data.runId);
    case 'loaded':
      return isNumber(data.runId) && isRecord(data.task) && Array.isArray(data.contenders);
    case 'estimated':
      return isNumber(data.runId) && isListOf(isNumber, data.stepSeconds);
    case 'compiling':
      return isNumber(data.runId) && isNumber(data.contender) && isNumber(data.done) && isNumber(data.total);
    case 'status':
      return (
        isNumber(data.runId) &&
        isNumber(data.contender) &&
        isString(data.status) &&
        Object.hasOwn(statuses, data.status)
      );
    case 'playing':
      return isNumber(data.runId) && isBoolean(data.playing);
    case 'resumed':
      return (
        isNumber(data.runId) &&
        (data.cause === 'device' || data.cause === 'worker') &&
        Array.isArray(data.steps) &&
        data.steps.every(isNumber)
      );
    case 'snapshot':
      return isNumber(data.runId) && isNumber(data.contender) && contenderSnapshot.safeParse(data.snapshot).success;
    case 'progress':
      return isNumber(data.runId) && isNumber(data.contender) && isPoints(data.points);
    case 'questions':
      return isNumber(data.runId) && isNumber(data.sampleId) && isListOf(isQuestion, data.questions);
    case 'sampled':
      return (
        isNumber(data.runId) &&
        isNumber(data.sampleId) &&
        isNumber(data.contender) &&
        isString(data.text) &&
        isListOf(isAnswer, data.answers) &&
        (data.skipped === undefined || isString(data.skipped)) &&
        (data.diverged === undefined || isBoolean(data.diverged)) &&
        isBoolean(data.done) &&
        equalLengths([data.positions, data.milliseconds, data.bytes])
      );
    case 'saved':
      return isNumber(data.runId) && isNumber(data.contender) && data.bytes instanceof Uint8Array;
    case 'inspected':
      return isNumber(data.runId) && isNumber(data.inspectId) && isInspection(data.inspection);
    case 'measured':
      return isMeasured(data);
    case 'experiment':
      return (
        isNumber(data.experimentId) &&
        isString(data.status) &&
        Object.hasOwn(experimentStatuses, data.status) &&
        isNumber(data.progress) &&
        isString(data.message) &&
        (data.secondsLeft === null || isNumber(data.secondsLeft)) &&
        isNumber(data.seconds) &&
        isListOf(isRow, data.rows) &&
        isListOf(isString, data.summary)
      );
    case 'failed':
      return (
        isString(data.failure) &&
        Object.hasOwn(failures, data.failure) &&
        isString(data.message) &&
        isOptionalNumber(data.runId) &&
        isOptionalNumber(data.contender) &&
        isOptionalNumber(data.inspectId) &&
        isOptionalNumber(data.sampleId)
      );
    default:
      return false;
  }
}

function isPoints(data: unknown): boolean {
  return isRecord(data) && equalLengths(curveColumns.map(column => data[column]));
}

function isListOf(is: (item: unknown) => boolean, data: unknown): boolean {
  return Array.isArray(data) && data.every(is);
}

function isQuestion(data: unknown): boolean {
  return isRecord(data) && isNumber(data.index) && isListOf(isString, data.glyphs) && isListOf(isNumber, data.asked);
}

function isAnswer(data: unknown): boolean {
  return (
    isRecord(data) &&
    isNumber(data.sequence) &&
    isNumber(data.position) &&
    isString(data.said) &&
    isString(data.right) &&
    isBoolean(data.correct)
  );
}

/** A row of an experiment. */
function isRow(data: unknown): boolean {
  return isRecord(data) && Object.values(data).every(cell => cell === null || isString(cell) || isNumber(cell));
}

function equalLengths(arrays: readonly unknown[]): boolean {
  const first = arrays[0];
  if (!(first instanceof Float64Array)) return false;
  return arrays.every(array => array instanceof Float64Array && array.length === first.length);
}

function isRecord(data: unknown): data is Fields {
  return typeof data === 'object' && data !== null;
}

function isString(data: unknown): data is string {
  return typeof data === 'string';
}

function isNumber(data: unknown): data is number {
  return typeof data === 'number';
}

function isBoolean(data: unknown): data is boolean {
  return typeof data === 'boolean';
}

function isOptionalNumber(data: unknown): boolean {
  return data === undefined || isNumber(data);
}
