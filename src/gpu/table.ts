import type { AnyKernel } from './kernel';
import { adamw, gradientSum } from './kernels/adamw';
import { attention, attentionBackward } from './kernels/attention';
import { attentionDecode, attentionStore } from './kernels/attention_cache';
import { causalConv, causalConvBackward } from './kernels/causal_conv';
import { copy } from './kernels/copy';
import { crossEntropy, lossSum } from './kernels/cross_entropy';
import { decodeModel } from './kernels/decode_model';
import { dilatedConv, dilatedConvStep } from './kernels/dilated_conv';
import { dilatedConvGates, dilatedConvInput, dilatedConvWeight } from './kernels/dilated_conv_backward';
import { embedding, embeddingBackward } from './kernels/embedding';
import { fftConvolve, fftConvolveBackward, fftFilter } from './kernels/fft_convolve';
import { fftMerge, fftSplit } from './kernels/fft_split';
import { gatherTokens } from './kernels/gather_tokens';
import { gelu, geluBackward } from './kernels/gelu';
import { glu, gluBackward } from './kernels/glu';
import { gruSequence, gruSequenceBackward } from './kernels/gru';
import { linearAttention, linearAttentionBackward } from './kernels/linear_attention';
import { linearGlu } from './kernels/linear_glu';
import { lstmSequence, lstmSequenceBackward } from './kernels/lstm';
import { matmulNn, matmulNt, matmulTn } from './kernels/matmul';
import { normLinear } from './kernels/norm_linear';
import { normLinearConv } from './kernels/norm_linear_conv';
import { normPositionsLinear } from './kernels/norm_positions_linear';
import { peakCopy, peakFma } from './kernels/peak';
import { addPositions, addPositionsBackward, addWaves } from './kernels/positions';
import { queuePush } from './kernels/queue_push';
import { recurrentPack } from './kernels/recurrent_pack';
import { rmsNorm, rmsNormBackward } from './kernels/rms_norm';
import { rnnSequence, rnnSequenceBackward } from './kernels/rnn';
import { s4dKernel, s4dKernelBackward, s4dModesBackward } from './kernels/s4d_kernel';
import { s4dScan, s4dScanBackward } from './kernels/s4d_scan';
import { s4dStep } from './kernels/s4d_step';
import { sampleToken, selectRow } from './kernels/sampling';
import { scanStep } from './kernels/scan_step';
import { selectiveScan, selectiveScanBackward, selectiveScanTiles } from './kernels/selective_scan';
import { selectiveScanAdjointEnds, selectiveScanEnds, selectiveScanStarts } from './kernels/selective_scan_segments';
import { swiglu, swigluBackward } from './kernels/swiglu';

/** Every kernel; what the tests walk over. */
export const table: readonly AnyKernel[] = [
  adamw,
  addPositions,
  addPositionsBackward,
  addWaves,
  attention,
  attentionBackward,
  attentionDecode,
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
  linearAttention,
  linearAttentionBackward,
  linearGlu,
  lstmSequence,
  lstmSequenceBackward,
  matmulNn,
  matmulNt,
  matmulTn,
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
