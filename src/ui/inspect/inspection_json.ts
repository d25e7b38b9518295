import type { RunConfig } from '../../lab/config/config';
import type { Shown } from '../stores/inspection';
import type { MemberRun } from '../stores/run_state';

/** All numbers of the drawings, as JSON. Arrays of numbers become lists; NaN and infinities become null. */
export function inspectionJson(
  { request, inspection, step }: Shown,
  config: RunConfig | null,
  { name, seed, blocks }: Pick<MemberRun, 'name' | 'seed' | 'blocks'>,
): string {
  const content = { contender: { name, seed, blocks }, step, config, request, inspection };
  return JSON.stringify(content, (_, value: unknown) => (value instanceof Float32Array ? Array.from(value) : value));
}
