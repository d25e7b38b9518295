import { TwinBackend } from '../src/gpu/backends/twin/twin';
import { families } from './cases/registry';
import { type Asked, measureFamily } from './measure';
import type { Answer, Call, Machine } from './protocol';
import type { FamilyResult } from './result';

/** The table of what is drawn, which no worker can. */
const CHARTS = 'charts';

/** The functions that bench/run.mjs calls in the page. */
export interface BenchPage {
  readonly families: readonly string[];
  open(): Promise<Machine>;
  measure(family: string, asked: Asked): Promise<FamilyResult>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

function ask(call: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) =>
      data.answer === 'failed' ? reject(new Error(data.message)) : resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(call);
  });
}

/** Drawing takes no backend, whichever is given. */
async function drawn(asked: Asked): Promise<FamilyResult> {
  const { charts } = await import('./cases/charts');
  return measureFamily(charts, new Map([['Unroll', new TwinBackend()]]), asked);
}

window.bench = {
  families: [...Object.keys(families), CHARTS],
  async open() {
    const answer = await ask({ call: 'open' });
    if (answer.answer !== 'opened') throw new Error('the worker answered something else');
    return answer.machine;
  },
  async measure(family, asked) {
    if (family === CHARTS) return drawn(asked);
    const answer = await ask({ call: 'measure', family, asked });
    if (answer.answer !== 'measured') throw new Error('the worker answered something else');
    return answer.result;
  },
};
