import type { Backend } from '../../src/gpu/backend';
import type { RunConfig } from '../../src/lab/config/config';
import { RunRecorder } from '../../src/lab/race/run_recorder';
import { Session } from '../../src/lab/race/session';
import type { Event } from '../../src/lab/worker/protocol';
import type { SampleRequest } from '../../src/lab/worker/read_command';
import type { Materials } from '../../src/tasks/task';

/** A text of 2,600 characters. */
export const materials = {
  corpus: async () => 'call me ishmael. some years ago, never mind how long precisely. '.repeat(40),
};

export const request: SampleRequest = { prompt: 'call ', tokens: 20, temperature: 0.7, topK: 0, seed: 3, naive: false };

export interface Driven {
  readonly session: Session;
  readonly recorder: RunRecorder;
  readonly events: Event[];
}

const open: Session[] = [];

/** A loaded session with all its events. */
export async function drive(backend: Backend, chosen: RunConfig, own: Materials = materials): Promise<Driven> {
  const recorder = new RunRecorder(chosen);
  const events: Event[] = [];
  const post = (event: Event): void => {
    events.push(event);
    recorder.receive(event);
  };
  const session = await Session.load(backend, post, 1, chosen, own);
  open.push(session);
  return { session, recorder, events };
}

/** Closes all sessions that `drive` and `resumed` made. */
export async function closeAll(): Promise<void> {
  for (const session of open.splice(0)) await session.close();
}

/** The points of all curves after `script`. */
export async function curves(
  backend: Backend,
  chosen: RunConfig,
  script: (session: Session) => Promise<void>,
): Promise<unknown> {
  const { session, recorder } = await drive(backend, chosen);
  await script(session);
  return pointsOf(recorder);
}

/** The columns that equal seeds repeat bit for bit. */
export function pointsOf(recorder: RunRecorder): unknown {
  return recorder
    .runs()
    .map(({ curve: { step, loss, validation, gradientNorm } }) => ({ step, loss, validation, gradientNorm }));
}

/** The columns of one recording after those of another, as pointsOf gives them. */
export function joined(before: unknown, after: unknown): unknown {
  if (!Array.isArray(before) || !Array.isArray(after)) return undefined;
  return before.map((own: object, i) =>
    Object.fromEntries(Object.entries(own).map(([column, values]) => [column, [...values, ...after[i][column]]])),
  );
}

/** Takes snapshots of a session after some steps, trains two more steps, and continues from the snapshots in another session. */
export async function resumed(make: () => Promise<Backend>, chosen: RunConfig, steps: number): Promise<Driven> {
  const first = await drive(await make(), chosen);
  first.session.play(steps);
  await first.session.idle();
  const contenders = await Promise.all(
    first.session.contenders.map(async ({ snapshot, trainer }) => ({
      ...snapshot,
      goal: chosen.training.steps,
      trainer: await trainer.takeSnapshot(),
    })),
  );
  first.session.play(2);
  await first.session.idle();
  const session = await Session.load(await make(), event => first.recorder.receive(event), 1, chosen, materials);
  open.push(session);
  session.resume({ playing: true, contenders });
  await session.idle();
  return { ...first, session };
}

export const straight = async (session: Session): Promise<void> => {
  session.play();
  await session.idle();
};

/** One step, a sample, a pause in a turn, then training to the end. */
export const interrupted = async (session: Session): Promise<void> => {
  session.play(1);
  await session.idle();
  session.sample(1, request);
  await session.idle();
  session.play();
  session.pause();
  await session.idle();
  session.play();
  await session.idle();
};
