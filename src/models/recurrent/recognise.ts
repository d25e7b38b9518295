import type { Recognise } from '../recognise';

/** Names and shapes of one layer of torch.nn; `gates` as in RecurrentFamily. */
export function recogniseRecurrent(gates: number): Recognise {
  return (shapes, D) => {
    const [rows, H, more] = shapes.get('weight_hh_l0') ?? [];
    if (rows === undefined || H === undefined || more !== undefined || rows !== gates * H) return undefined;
    return { config: H === D ? {} : { hidden: H }, optional: ['bias_ih_l0', 'bias_hh_l0'] };
  };
}
