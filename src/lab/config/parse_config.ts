import { firstIssue } from '../../first_issue';
import { type RunConfig, runConfig } from './config';

/** A run that cannot start; the message names the fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Checks a config from outside and fills in its defaults. Throws ConfigError naming the key. */
export function parseRunConfig(value: unknown): RunConfig {
  const parsed = runConfig.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ConfigError(firstIssue(parsed.error.issues, 'config'));
}
