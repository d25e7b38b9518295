import type { z } from 'zod';
import type { BlockConfig } from '../../models/config';
import { mixers } from '../../models/registry';
import { convolutions, repeat } from '../config/stacks';
import type { experimentContender } from './contenders';

type MapContender = z.input<typeof experimentContender>;

/** Forms that remember otherwise than their mixer does by default, behind that mixer. */
const forms: Readonly<Record<string, readonly { readonly name: string; readonly block: BlockConfig }[]>> = {
  attention: [{ name: 'Window attention', block: { mixer: 'attention', window: 16 } }],
  deltanet: [{ name: 'DeltaNet, negative', block: { mixer: 'deltanet', neg_eigval: true } }],
};

/** Every mixer in two equal blocks by its defaults, the convolution in five that see 64 tokens, and forms that remember otherwise. */
export function everyMixer(d_model: number): MapContender[] {
  return mixers.flatMap(({ name: mixer, title }) => {
    const blocks = mixer === 'conv' ? convolutions(1, 2, 4, 8, 6) : repeat(2, { mixer });
    const further = (forms[mixer] ?? []).map(({ name, block }) => ({ name, d_model, blocks: repeat(2, block) }));
    return [{ name: title, d_model, blocks }, ...further];
  });
}
