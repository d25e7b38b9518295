import type { RunConfig } from '../../lab/config/config';
import { membersOf, standingFor } from '../../lab/config/members';
import { ExportError } from '../../lab/export/pytorch/export_error';
import { exportedModels } from '../../lab/export/pytorch/exported';
import { pytorchProject } from '../../lab/export/pytorch/project';
import { zipProject } from '../../lab/export/pytorch/zip_project';
import type { ContenderSnapshot } from '../../lab/race/snapshot';
import { openTask } from '../../tasks/registry';
import type { Materials } from '../../tasks/task';

/** What is written of a race. */
export interface ProjectRequest {
  readonly config: RunConfig;
  readonly materials: Materials;
  /** Where each member is; an empty list: the race has not trained. */
  readonly members: readonly Pick<ContenderSnapshot, 'trainer'>[];
  /** The seed, from 0, whose members are written; null: all of them. */
  readonly ofSeed: number | null;
  /** Batches of a task without a text or a sound. */
  readonly steps: number;
  /** Called after each piece of work; it may throw to end it. */
  readonly pause: () => Promise<void>;
}

/**
 * A race as a zip with a PyTorch project. Contenders that are not trained are left out: their weights are in the files that they came from.
 * Rejects with ExportError, RunFileError, TaskError, or ModelError.
 */
export async function writeProject(request: ProjectRequest): Promise<Blob> {
  const { materials, members, ofSeed, steps, pause } = request;
  const places = membersOf(request.config).flatMap(({ config }, place) => (config.frozen ? [] : [place]));
  if (places.length === 0)
    throw new ExportError('No contender of this race is trained, so there is nothing to export.');
  const config = { ...request.config, contenders: request.config.contenders.filter(({ frozen }) => !frozen) };
  const task = await openTask(config.task, config.training.seed, materials);
  const all = exportedModels(
    config,
    task,
    places.map(place => members[place]?.trainer),
  );
  const models = ofSeed === null ? all : standingFor(config, ofSeed).flatMap(place => all[place] ?? []);
  const files = await pytorchProject({ config, task, models, materials, steps, pause });
  return new Blob(await zipProject(files, new Date(), pause), { type: 'application/zip' });
}
