import { checkLoss } from '../../src/lab/measure/check_timed';
import type { MatmulShape } from '../../src/lab/measure/matmul';
import type { Peers } from '../cases/case';

/** What pytorch.py does: a product, or training steps of a stack of blocks. */
export type TorchWork =
  | ({ readonly work: 'matmul' } & MatmulShape)
  | { readonly work: 'transformer' | 'lstm' | 'mamba' | 'conv'; readonly blocks: number };

async function ask(question: TorchWork & { readonly times: number }): Promise<void> {
  const response = await fetch('/torch', { method: 'POST', body: JSON.stringify(question) });
  const { failure, loss } = await response.json();
  if (failure) throw new Error(String(failure));
  if (question.work !== 'matmul') checkLoss(Number(loss));
}

/** PyTorch on the CPU, in a process of its own that computes while it is asked. */
export function torchPeers(work: TorchWork): Peers {
  return {
    'PyTorch on the CPU': async () => ({
      run: times => ask({ ...work, times }),
      facts: () => ({}),
      destroy() {},
    }),
  };
}
