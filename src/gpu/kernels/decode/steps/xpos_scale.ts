import { widthsOf } from '../../attention/attention';
import { xposFactor } from '../../attention/xpos_scale';
import { defineStep } from '../step';

/** As `xpos_scale`, in place: qkv (row). */
export const xposScale = defineStep({
  name: 'xpos_scale',
  operands: ['qkv', 'D', 'heads', 'sharing'],
  twin(operands, { workspace, position }) {
    const { D } = operands;
    for (let i = 0; i < D + widthsOf(operands).keys; i++) {
      workspace[operands.qkv + i] *= xposFactor(i, position, operands);
    }
  },
});
