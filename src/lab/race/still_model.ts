import { type Backend, MemoryError } from '../../gpu/backend';
import { BYTES } from '../../gpu/dtype';
import { holding } from '../../gpu/holding';
import { sizeWords } from '../../gpu/room';
import { sizeOf } from '../../gpu/tensor';
import { ParameterArena } from '../../models/arena';
import { countParameters } from '../../models/cost';
import type { Model } from '../../models/model';

/** Weights on a device that are sampled and inspected, without the plan and the memory that training takes. */
export class StillModel {
  readonly parameters: ParameterArena;
  readonly dispatchesPerStep = 0;

  private constructor(parameters: ParameterArena) {
    this.parameters = parameters;
  }

  /** Throws MemoryError that calls the model `name` and names the limit, and what `place` throws. */
  static make(
    backend: Backend,
    model: Model,
    name: string,
    place: (parameters: ParameterArena) => Promise<void>,
  ): Promise<StillModel> {
    checkRoom(backend, model, name);
    return holding(async held => {
      const parameters = held.take(await ParameterArena.make(backend, model), taken => taken.free());
      await place(parameters);
      return new StillModel(parameters);
    });
  }

  get plannedBytes(): number {
    return this.parameters.bytes;
  }

  destroy(): void {
    this.parameters.free();
  }
}

function checkRoom({ room, kind }: Backend, model: Model, name: string): void {
  const other = kind === 'webgpu' ? 'Use the CPU, or a smaller model.' : 'Use a smaller model.';
  for (const { name: parameter, shape } of model.parameters) {
    const bytes = BYTES.f32 * sizeOf(shape);
    if (bytes > room.each)
      throw new MemoryError(
        `${name} needs ${sizeWords(bytes)} for '${parameter}'; ${sizeWords(room.each)} is the most here. ${other}`,
      );
  }
  const all = BYTES.f32 * countParameters(model);
  if (all > room.all)
    throw new MemoryError(
      `${name} needs ${sizeWords(all)} for its weights; ${sizeWords(room.all)} is the most here. ${other}`,
    );
}
