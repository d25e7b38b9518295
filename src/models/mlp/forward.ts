import { mlp } from '../../autodiff/ops/mlp';
import type { Forward } from '../engine';
import type { MlpConfig } from './description';

export const forward: Forward<MlpConfig> = ({ tape, parameter, x, residual }) =>
  mlp(tape, x, residual, parameter('fc1.weight'), parameter('fc2.weight'));
