import { z } from 'zod';
import { firstIssue } from '../first_issue';
import type { RunConfig } from '../lab/config/config';
import { membersOf } from '../lab/config/members';
import { type KernelPreferences, kernelPreferences } from '../lab/measure/kernel_preferences';
import { type CurvePoints, curveColumnsOf } from '../lab/race/curve';
import type { SessionSnapshot } from '../lab/race/snapshot';
import { sessionSnapshot } from '../lab/worker/read_snapshot';
import { checkConfig } from './check';

/** A race whose GPU is gone until the page is reloaded, with all that it continues from. */
export interface KeptRace {
  /** The build that kept it, because another may compute other bits. */
  readonly build: string;
  readonly config: RunConfig;
  /** The settings at that time, which may be for another race. */
  readonly settings: RunConfig;
  /** The kernel variants in use, because others may compute other bits. */
  readonly kernels: KernelPreferences;
  readonly slots: readonly number[];
  readonly ownText: string | null;
  readonly ownSound: Uint8Array<ArrayBuffer> | null;
  readonly snapshot: SessionSnapshot;
  /** Curve of each member, up to at least its kept step. */
  readonly curves: readonly CurvePoints[];
}

export type ReadRace =
  | { readonly ok: true; readonly race: KeptRace }
  /** `why` is a sentence. */
  | { readonly ok: false; readonly why: string };

const shape = z.strictObject({
  build: z.string(),
  config: z.unknown(),
  settings: z.unknown(),
  kernels: kernelPreferences,
  slots: z.array(z.int().min(0)),
  ownText: z.string().nullable(),
  ownSound: z.instanceof(Uint8Array<ArrayBuffer>).nullable(),
  snapshot: sessionSnapshot,
  curves: z.array(z.strictObject(curveColumnsOf(() => z.instanceof(Float64Array<ArrayBuffer>)))),
});

/** Steps of the contender that is furthest behind. */
export function keptSteps({ contenders }: SessionSnapshot): number {
  return Math.min(...contenders.map(({ trainer }) => trainer?.steps ?? 0));
}

/** Reads the race that an earlier visit stored. `build`: that of this page. */
export function readKeptRace(value: unknown, build: string): ReadRace {
  const read = shape.safeParse(value);
  if (!read.success) return damaged(firstIssue(read.error.issues));
  const { data } = read;
  if (data.build !== build) return { ok: false, why: 'Another version of Unroll kept it.' };
  const config = checkConfig(data.config);
  if (!config.ok) return damaged(config.message);
  const settings = checkConfig(data.settings);
  const { slots, snapshot, curves } = data;
  const members = membersOf(config.config).length;
  if (
    slots.length !== config.config.contenders.length ||
    [snapshot.contenders, curves].some(({ length }) => length !== members)
  )
    return damaged('it has other contenders than its config');
  for (const [index, { trainer }] of snapshot.contenders.entries()) {
    const curve = curves[index];
    const steps = trainer?.steps ?? 0;
    if (!curve || Object.values(curve).some(({ length }) => length !== curve.step.length))
      return damaged('its curves are cut off');
    if (curve.step.some((step, i) => step !== i + 1) || curve.step.length < steps)
      return damaged('its curves have gaps');
    if (trainer && trainer.moments.length !== 2 * trainer.parameters.length) return damaged('its weights are cut off');
  }
  return {
    ok: true,
    race: { ...data, config: config.config, settings: settings.ok ? settings.config : config.config },
  };
}

function damaged(why: string): ReadRace {
  return { ok: false, why: `It is damaged (${why.replace(/\.$/, '')}).` };
}
