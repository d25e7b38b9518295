import type { HostArray } from '../../../gpu/dtype';
import { innerProduct, outerProduct } from '../../../gpu/kernels/pointwise/head_products';
import type { Views } from '../../engine';
import type { RowsView } from '../../view';
import { aroundZero, rowsOf } from '../../view_values';
import type { H3Config } from './description';

export const views: Views<H3Config> = async ({ config, kept, L }) => {
  const view = (key: string, title: string, help: string, values: HostArray, rowName = 'channel'): RowsView => {
    const rows = values.length / L;
    const own = rowsOf(values, { L, rows, stride: rows, offset: 0 });
    return { kind: 'rows', key, title, help, rowName, rows, values: own, scale: aroundZero(own) };
  };
  const shifted =
    'Each key as the shift register passes it on: a sum of the last tokens’ keys, by weights that are learned.';
  const value = 'What a token offers. It is remembered where the shifted key is large.';
  const remembered = 'What the states hold of shifted key times value, over all tokens so far.';
  const query = 'How much of what is remembered each token asks for.';
  const answer = 'Query times what is remembered, which the last projection reads.';
  return [
    view('shifted', 'Keys, shifted', shifted, await kept(outerProduct, 'u')),
    view('value', 'Values v', value, await kept(outerProduct, 'v')),
    view(
      'kept',
      'Remembered products',
      remembered,
      await kept(innerProduct, 'products'),
      config.head_dim === 1 ? 'channel' : 'product',
    ),
    view('query', 'Queries q', query, await kept(innerProduct, 'q')),
    view('read', 'Answers', answer, await kept(innerProduct, 'out')),
  ];
};
