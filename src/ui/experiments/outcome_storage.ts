import { z } from 'zod';
import { experiments } from '../../lab/experiments/registry';
import { pageStorage, storedText } from '../page_storage';
import { type LeaveAside, leaveAside, parseJson, store } from '../stores/aside';
import { type ExperimentOutcome, type ExperimentsState, experimentsStore } from '../stores/experiments';

const key = 'unroll.experiments';

/** Raised when outcomes change so much that those kept before mean nothing. */
const version = 1;

/** Characters of one outcome; a longer one lasts until the page is closed. */
const mostCharacters = 300_000;

const outcome: z.ZodType<ExperimentOutcome> = z.strictObject({
  asked: z.record(z.string(), z.unknown()),
  params: z.record(z.string(), z.unknown()),
  adapter: z.string().max(1000),
  software: z.boolean(),
  status: z.enum(['finished', 'cancelled', 'failed']),
  progress: z.number().min(0).max(1),
  message: z.string().max(10_000),
  secondsLeft: z.null(),
  seconds: z.number().min(0),
  rows: z.array(z.record(z.string(), z.union([z.number(), z.string(), z.null()]))).max(10_000),
  summary: z.array(z.string()).max(1000),
});

const stored = z.object({
  version: z.literal(version),
  outcomes: z.record(z.string(), z.unknown()),
  earlier: z.record(z.string(), z.unknown()).default({}),
});

type Outcomes = ExperimentsState['outcomes'];
type Kept = Pick<ExperimentsState, 'outcomes' | 'earlier'>;

const nothing: Kept = { outcomes: {}, earlier: {} };

/** What earlier visits measured; each outcome that this build cannot use is left aside. */
export function readOutcomes(storage: Pick<Storage, 'getItem'> = pageStorage(), leave: LeaveAside = leaveAside): Kept {
  const text = storedText(key, storage);
  if (text === null) return nothing;
  const parsed = stored.safeParse(parseJson(text));
  if (!parsed.success) {
    leave('The experiments of earlier visits could not be read.', 'They are damaged or of another version.', text);
    return nothing;
  }
  const { outcomes, earlier } = parsed.data;
  return { outcomes: checked(outcomes, leave), earlier: checked(earlier, leave) };
}

function checked(kept: Readonly<Record<string, unknown>>, leave: LeaveAside): Outcomes {
  const known = Object.entries(kept).map(([name, value]) => {
    const { data } = outcome.safeParse(value);
    const usable = data && experiments.some(experiment => experiment.name === name) ? data : undefined;
    if (!usable)
      leave(
        `The result of “${name}” could not be read.`,
        'This version of Unroll cannot show it.',
        JSON.stringify(value),
      );
    return [name, usable] as const;
  });
  return Object.fromEntries(known.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

export function writeOutcomes({ outcomes, earlier }: Kept, storage: Pick<Storage, 'setItem'> = pageStorage()): void {
  store(key, JSON.stringify({ version, outcomes: kept(outcomes), earlier: kept(earlier) }), storage);
}

function kept(outcomes: Outcomes): Outcomes {
  const entries = Object.entries(outcomes).flatMap(([name, value]) => {
    const ended = value.status === 'running' ? { ...value, ...closed } : value;
    return ended.rows.length > 0 && JSON.stringify(ended).length <= mostCharacters ? [[name, ended]] : [];
  });
  return Object.fromEntries(entries);
}

/** What is kept of an experiment under way when the page is closed. */
const closed = { status: 'cancelled', message: 'ended because the page was closed', secondsLeft: null } as const;

/** Brings back what earlier visits measured, and keeps what this one does. */
export function keepOutcomes(): void {
  const before = readOutcomes();
  experimentsStore.setState(({ outcomes, earlier }) => {
    // One that was begun before this part of the page was there has not made up for what an earlier visit measured.
    const begun = Object.entries(before.outcomes).filter(([name]) => outcomes[name] !== undefined);
    return {
      outcomes: { ...before.outcomes, ...outcomes },
      earlier: { ...Object.fromEntries(begun), ...before.earlier, ...earlier },
    };
  });
  const write = () => writeOutcomes(experimentsStore.getState());
  experimentsStore.subscribe((now, before) => {
    if (before.running !== null && now.running !== before.running) write();
  });
  window.addEventListener('pagehide', write);
}
