import { firstIssue } from '../../first_issue';
import { findMixer } from '../../models/registry';
import { quoted } from '../../quoted';
import { type RunConfig, runConfig } from './config';

export type SweptValue = number | string;

/** A swept setting and its values. `setting` begins with `training`, `task`, `contenders` (all of them), or `blocks` (all that have the key). */
export interface SweepAxis {
  readonly setting: string;
  readonly values: readonly SweptValue[];
}

/** A race of a sweep. */
export interface Variant {
  /** The swept settings by name; empty without axes. */
  readonly settings: Readonly<Record<string, SweptValue>>;
  readonly config: RunConfig;
}

/** An axis that the races of a sweep cannot have; the message names it. */
export class SweepError extends Error {
  override readonly name = 'SweepError';
}

/** Most races of a sweep. */
const MOST = 256;

/** The races of a sweep: one for each combination of values, those of the last axis together. Throws SweepError. */
export function variantsOf(config: RunConfig, axes: readonly SweepAxis[]): readonly Variant[] {
  let variants: readonly Variant[] = [{ settings: {}, config }];
  for (const { setting, values } of axes) {
    if (variants[0] && setting in variants[0].settings) throw new SweepError(`${setting} is given twice`);
    const twice = values.find((value, i) => values.indexOf(value) < i);
    if (twice !== undefined) throw new SweepError(`${setting} has the value ${twice} twice`);
    variants = variants.flatMap(({ settings, config: base }) =>
      values.map(value => ({
        settings: { ...settings, [setting]: value },
        config: withSetting(base, setting, value),
      })),
    );
    if (variants.length > MOST) throw new SweepError(`it asks for more than ${MOST} races`);
  }
  return variants;
}

function withSetting(config: RunConfig, name: string, value: SweptValue): RunConfig {
  const [part = '', key = ''] = name.split('.');
  const parsed = runConfig.safeParse(changed(config, part, { [key]: value }));
  if (parsed.success) return parsed.data;
  throw new SweepError(`${name}=${value}: ${firstIssue(parsed.error.issues, 'the race')}`);
}

function changed(config: RunConfig, part: string, change: Readonly<Record<string, SweptValue>>): unknown {
  const [key = ''] = Object.keys(change);
  const { contenders } = config;
  switch (part) {
    case 'training':
      // What a contender has of its own would hide the swept value.
      return {
        ...config,
        training: { ...config.training, ...change },
        contenders: contenders.map(contender => ({ ...contender, training: without(contender.training, key) })),
      };
    case 'task':
      return { ...config, task: { ...config.task, ...change } };
    case 'contenders':
      return { ...config, contenders: contenders.map(contender => ({ ...contender, ...change })) };
    case 'blocks':
      if (!contenders.some(({ blocks }) => blocks.some(block => has(block, key))))
        throw new SweepError(`no block of the race has ${quoted(key)}`);
      return {
        ...config,
        contenders: contenders.map(contender => ({
          ...contender,
          blocks: contender.blocks.map(block => (has(block, key) ? { ...block, ...change } : block)),
        })),
      };
    default:
      throw new SweepError(`${quoted(part)} is none of training, task, contenders, blocks`);
  }
}

function without(own: object = {}, key: string): object {
  return Object.fromEntries(Object.entries(own).filter(([name]) => name !== key));
}

function has({ mixer, mlp: _, ...own }: RunConfig['contenders'][number]['blocks'][number], key: string): boolean {
  const known = findMixer(mixer).schema.safeParse(own);
  return known.success && known.data instanceof Object && key in known.data;
}
