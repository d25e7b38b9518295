import { families } from './cases/registry';
import { measureFamily } from './measure';
import { type Opened, openOwn } from './own_backends';
import type { Answer, Call } from './protocol';

let opened: Promise<Opened> | undefined;

async function answer(call: Call): Promise<Answer> {
  opened ??= openOwn();
  const { own, ...machine } = await opened;
  switch (call.call) {
    case 'open':
      return { answer: 'opened', machine: { own: [...own.keys()], ...machine } };
    case 'measure': {
      const family = await families[call.family]?.();
      if (!family) throw new Error(`there is no table '${call.family}'`);
      return { answer: 'measured', result: await measureFamily(family, own, call.asked) };
    }
    default:
      return call satisfies never;
  }
}

self.onmessage = async ({ data }: MessageEvent<Call>) => {
  self.postMessage(await answer(data).catch((error): Answer => ({ answer: 'failed', message: String(error) })));
};
