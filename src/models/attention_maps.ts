import type { ViewsCall } from './engine';
import type { BlockView } from './view';
import { matrixView } from './view_values';

/** What token t gives to token s, for each head. */
type Weight = (head: number, t: number, s: number) => number;

/** A map of each head: row t has the weights of the tokens up to t. */
export function attentionMaps({ L }: ViewsCall<unknown>, heads: number, help: string, weight: Weight): BlockView[] {
  return Array.from({ length: heads }, (_, head) => {
    const values = Float32Array.from({ length: L * L }, (_, at) => {
      const [t, s] = [Math.floor(at / L), at % L];
      return s <= t ? weight(head, t, s) : 0;
    });
    return matrixView({ key: `head_${head}`, title: `Attention of head ${head + 1}`, help }, values);
  });
}
