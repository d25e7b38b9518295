import type { AnyKernel } from './kernel';
import { attentionBackward, attentionForward } from './kernels/attention/attention';
import { attentionDecode, attentionStore } from './kernels/attention/attention_cache';
import { linearAttentionBackward, linearAttentionForward } from './kernels/attention/linear_attention';
import { addPositions, addPositionsBackward, addWaves } from './kernels/attention/positions';
import { causalConv, causalConvBackward } from './kernels/convolution/causal_conv';
import { dilatedConv, dilatedConvStep } from './kernels/convolution/dilated_conv';
import { dilatedConvGates, dilatedConvInput, dilatedConvWeight } from './kernels/convolution/dilated_conv_backward';
import { fftConvolve, fftConvolveBackward, fftFilter } from './kernels/convolution/fft_convolve';
import { fftMerge, fftSplit } from './kernels/convolution/fft_split';
import { queuePush } from './kernels/convolution/queue_push';
import { decodeModel } from './kernels/decode/decode_model';
import { gatherTokens } from './kernels/decode/gather_tokens';
import { sampleToken, selectRow } from './kernels/decode/sampling';
import { linearGlu } from './kernels/matmul/linear_glu';
import { matmulNn, matmulNt, matmulTn } from './kernels/matmul/matmul';
import { normLinear } from './kernels/matmul/norm_linear';
import { normLinearConv } from './kernels/matmul/norm_linear_conv';
import { normPositionsLinear } from './kernels/matmul/norm_positions_linear';
import { peakCopy, peakFma } from './kernels/peak/peak';
import { copy } from './kernels/pointwise/copy';
import { embedding, embeddingBackward } from './kernels/pointwise/embedding';
import { gelu, geluBackward } from './kernels/pointwise/gelu';
import { glu, gluBackward } from './kernels/pointwise/glu';
import { rmsNorm, rmsNormBackward } from './kernels/pointwise/rms_norm';
import { swiglu, swigluBackward } from './kernels/pointwise/swiglu';
import { gruSequence, gruSequenceBackward } from './kernels/recurrent/gru';
import { lstmSequence, lstmSequenceBackward } from './kernels/recurrent/lstm';
import { minGruGates, minGruGatesBackward } from './kernels/recurrent/min_gru_gates';
import { recurrentPack } from './kernels/recurrent/recurrent_pack';
import { rnnSequence, rnnSequenceBackward } from './kernels/recurrent/rnn';
import { gatedRmsNorm, gatedRmsNormBackward, gatedRmsNormParameters } from './kernels/scan/gated_rms_norm';
import { linearScan, linearScanBackward } from './kernels/scan/linear_scan';
import { linearScanEnds, linearScanStarts } from './kernels/scan/linear_scan_segments';
import { matrixScan } from './kernels/scan/matrix_scan';
import { matrixScanBackward, matrixScanGates, matrixScanKeys } from './kernels/scan/matrix_scan_backward';
import { s4dKernel, s4dKernelBackward, s4dModesBackward } from './kernels/scan/s4d_kernel';
import { s4dScan, s4dScanBackward } from './kernels/scan/s4d_scan';
import { s4dStep } from './kernels/scan/s4d_step';
import { scanStep } from './kernels/scan/scan_step';
import { selectiveScan, selectiveScanBackward, selectiveScanTiles } from './kernels/scan/selective_scan';
import {
  selectiveScanAdjointEnds,
  selectiveScanEnds,
  selectiveScanStarts,
} from './kernels/scan/selective_scan_segments';
import { softplusDecay, softplusDecayBackward } from './kernels/scan/softplus_decay';
import { adamw, gradientSum } from './kernels/training/adamw';
import { crossEntropy, lossSum } from './kernels/training/cross_entropy';

/** Every kernel; what the tests walk over. */
export const table: readonly AnyKernel[] = [
  adamw,
  addPositions,
  addPositionsBackward,
  addWaves,
  attentionBackward,
  attentionDecode,
  attentionForward,
  attentionStore,
  causalConv,
  causalConvBackward,
  copy,
  crossEntropy,
  decodeModel,
  dilatedConv,
  dilatedConvGates,
  dilatedConvInput,
  dilatedConvStep,
  dilatedConvWeight,
  embedding,
  embeddingBackward,
  fftConvolve,
  fftConvolveBackward,
  fftFilter,
  fftMerge,
  fftSplit,
  gatherTokens,
  gelu,
  geluBackward,
  glu,
  gluBackward,
  gradientSum,
  lossSum,
  gruSequence,
  gruSequenceBackward,
  linearAttentionBackward,
  linearAttentionForward,
  linearGlu,
  linearScan,
  linearScanBackward,
  linearScanEnds,
  linearScanStarts,
  lstmSequence,
  lstmSequenceBackward,
  matmulNn,
  matmulNt,
  matmulTn,
  gatedRmsNorm,
  gatedRmsNormBackward,
  gatedRmsNormParameters,
  matrixScan,
  matrixScanBackward,
  matrixScanGates,
  matrixScanKeys,
  softplusDecay,
  softplusDecayBackward,
  minGruGates,
  minGruGatesBackward,
  normLinear,
  normLinearConv,
  normPositionsLinear,
  peakCopy,
  peakFma,
  queuePush,
  recurrentPack,
  rmsNorm,
  rmsNormBackward,
  rnnSequence,
  rnnSequenceBackward,
  s4dKernel,
  s4dKernelBackward,
  s4dModesBackward,
  s4dScan,
  s4dScanBackward,
  s4dStep,
  sampleToken,
  scanStep,
  selectiveScan,
  selectiveScanAdjointEnds,
  selectiveScanBackward,
  selectiveScanEnds,
  selectiveScanStarts,
  selectiveScanTiles,
  selectRow,
  swiglu,
  swigluBackward,
];
