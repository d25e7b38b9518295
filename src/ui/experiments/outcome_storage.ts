import { z } from 'zod';
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

const stored = z.object({ version: z.literal(version), outcomes: z.record(z.string(), z.unknown()) });

type Outcomes = ExperimentsState['outcomes'];

/** What earlier visits measured; each that does not fit is dropped. */
export function readOutcomes(storage: Pick<Storage, 'getItem'> = localStorage): Outcomes {
  try {
    const { outcomes } = stored.parse(JSON.parse(storage.getItem(key) ?? ''));
    const checked = Object.entries(outcomes).map(([name, value]) => [name, outcome.safeParse(value).data] as const);
    return Object.fromEntries(checked.flatMap(([name, value]) => (value ? [[name, value]] : [])));
  } catch {
    return {};
  }
}

export function writeOutcomes(outcomes: Outcomes, storage: Pick<Storage, 'setItem'> = localStorage): void {
  const kept = Object.entries(outcomes).flatMap(([name, value]) => {
    const ended = value.status === 'running' ? { ...value, ...closed } : value;
    return ended.rows.length > 0 && JSON.stringify(ended).length <= mostCharacters ? [[name, ended]] : [];
  });
  try {
    storage.setItem(key, JSON.stringify({ version, outcomes: Object.fromEntries(kept) }));
  } catch {
    // Storage may be full or forbidden; the page works without.
  }
}

/** What is kept of an experiment under way when the page is closed. */
const closed = { status: 'cancelled', message: 'ended because the page was closed', secondsLeft: null } as const;

/** Brings back what earlier visits measured, and keeps what this one does. */
export function keepOutcomes(): void {
  experimentsStore.setState(({ outcomes }) => ({ outcomes: { ...readOutcomes(), ...outcomes } }));
  const write = () => writeOutcomes(experimentsStore.getState().outcomes);
  experimentsStore.subscribe((now, before) => {
    if (before.running !== null && now.running !== before.running) write();
  });
  window.addEventListener('pagehide', write);
}
