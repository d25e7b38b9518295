import { MemoryError } from '../../gpu/backend';
import { ModelError } from '../../models/mixer';
import { TaskError } from '../../tasks/task';
import { ConfigError } from '../config/parse_config';
import type { Failure } from '../worker/protocol';

/** The failure name and message of an error. */
export function explain(error: unknown): { failure: Failure; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof MemoryError) return { failure: 'out_of_memory', message };
  if (error instanceof TaskError) return { failure: 'bad_text', message };
  if (error instanceof ModelError || error instanceof ConfigError) return { failure: 'bad_config', message };
  return { failure: 'internal', message };
}
