import type { RunEngine } from '../src/lab/runs/run';
import type { BackendChoice } from '../src/lab/worker/backend_choice';
import { UsageError } from './usage';

/** Without --backend a run goes on where it was computed; one of a GPU where there is one. Throws UsageError. */
export function choiceFor(choice: BackendChoice, path: string, { backend }: RunEngine): BackendChoice {
  if (choice.backend !== undefined || backend === 'webgpu') return choice;
  if (backend === 'twin' && choice.threads !== undefined)
    throw new UsageError(
      `--threads has no effect: ${path} goes on with the twins; leave it out, or add --backend wasm`,
    );
  return { ...choice, backend };
}
