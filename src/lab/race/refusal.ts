import type { Event } from '../worker/protocol';

/** The answer to a refused request; the message names the fix. It concerns that request alone, so nothing else changes. */
export function refusalOf(data: unknown, message: string): Event {
  const fields: Readonly<Record<string, unknown>> = typeof data === 'object' && data !== null ? { ...data } : {};
  const number = (name: string): number | undefined => {
    const value = fields[name];
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
  };
  const runId = number('runId');
  switch (fields.type) {
    case 'load':
      return { type: 'failed', runId, failure: 'bad_config', message };
    case 'sample':
      return { type: 'failed', runId, sampleId: number('sampleId'), failure: 'bad_prompt', message };
    case 'inspect':
      return { type: 'failed', runId, inspectId: number('inspectId'), failure: 'bad_prompt', message };
    case 'measure': {
      const none = { done: 0, total: 0, doing: '', rows: [], choices: [] };
      return { type: 'measured', measureId: number('measureId') ?? 0, status: 'stopped', ...none, message };
    }
    case 'run_experiment': {
      const none = { progress: 0, secondsLeft: null, seconds: 0, rows: [], cells: [], summary: [] };
      return { type: 'experiment', experimentId: number('experimentId') ?? 0, status: 'failed', ...none, message };
    }
    default:
      return { type: 'failed', runId, failure: 'refused', message };
  }
}
