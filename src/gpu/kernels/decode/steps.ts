import { addPositions } from './steps/add_positions';
import { addWaves } from './steps/add_waves';
import { attend } from './steps/attend';
import { blockMatvec } from './steps/block_matvec';
import { bonusOutput } from './steps/bonus_output';
import { complexCell } from './steps/complex_cell';
import { convWindow } from './steps/conv_window';
import { deltaInputs } from './steps/delta_inputs';
import { deltaScan } from './steps/delta_scan';
import { embed } from './steps/embed';
import { eraseInputs } from './steps/erase_inputs';
import { eraseScan } from './steps/erase_scan';
import { expGateCell } from './steps/exp_gate_cell';
import { expGateSums } from './steps/exp_gate_sums';
import { featureMap } from './steps/feature_map';
import { gatedRmsNorm } from './steps/gated_rms_norm';
import { gelu } from './steps/gelu';
import { geluGate } from './steps/gelu_gate';
import { glu } from './steps/glu';
import { gruCell } from './steps/gru_cell';
import { headLayerNorm } from './steps/head_layer_norm';
import { headNorm } from './steps/head_norm';
import { innerProduct } from './steps/inner_product';
import { levelScan } from './steps/level_scan';
import { levelWeights } from './steps/level_weights';
import { loadState } from './steps/load_state';
import { loadTable } from './steps/load_table';
import { logSigmoid } from './steps/log_sigmoid';
import { lstmCell } from './steps/lstm_cell';
import { matrixScan } from './steps/matrix_scan';
import { matvec } from './steps/matvec';
import { matvecTurned } from './steps/matvec_turned';
import { memoryOutput } from './steps/memory_output';
import { minimalCell } from './steps/minimal_cell';
import { normaliseHeads } from './steps/normalise_heads';
import { outerProduct } from './steps/outer_product';
import { pairCell } from './steps/pair_cell';
import { preservingCell } from './steps/preserving_cell';
import { rmsNorm } from './steps/rms_norm';
import { rnnCell } from './steps/rnn_cell';
import { rotateHeads } from './steps/rotate_heads';
import { s4dScan } from './steps/s4d_scan';
import { sample } from './steps/sample';
import { selectiveScan } from './steps/selective_scan';
import { shiftCell } from './steps/shift_cell';
import { shortConv } from './steps/short_conv';
import { skipGelu } from './steps/skip_gelu';
import { softplusDecay } from './steps/softplus_decay';
import { stableGates } from './steps/stable_gates';
import { swiglu } from './steps/swiglu';
import { tanhGate } from './steps/tanh_gate';
import { tokenMix } from './steps/token_mix';
import { xposScale } from './steps/xpos_scale';

/** All steps of `decode_model`. A new one is two files, in `steps/` and in shaders/decode/steps, and an import and a line here. */
export const steps = [
  embed,
  rmsNorm,
  matvec,
  loadState,
  swiglu,
  shortConv,
  selectiveScan,
  lstmCell,
  gruCell,
  rnnCell,
  convWindow,
  tanhGate,
  xposScale,
  attend,
  featureMap,
  matrixScan,
  levelWeights,
  levelScan,
  deltaInputs,
  deltaScan,
  tokenMix,
  matvecTurned,
  eraseInputs,
  eraseScan,
  bonusOutput,
  headNorm,
  logSigmoid,
  rotateHeads,
  loadTable,
  softplusDecay,
  gatedRmsNorm,
  minimalCell,
  blockMatvec,
  preservingCell,
  geluGate,
  complexCell,
  skipGelu,
  shiftCell,
  outerProduct,
  pairCell,
  innerProduct,
  expGateSums,
  expGateCell,
  headLayerNorm,
  stableGates,
  memoryOutput,
  normaliseHeads,
  s4dScan,
  gelu,
  glu,
  addPositions,
  addWaves,
  sample,
] as const;

type AnyStep = (typeof steps)[number];

export type StepName = AnyStep['name'];
export type OperandOf<Name extends StepName> = Extract<AnyStep, { readonly name: Name }>['operands'][number];
