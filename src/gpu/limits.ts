// Limits of kernels, in a file of their own, so that a description can use them without an engine.

/** K of the short convolution, as in the authors' CUDA kernel. */
export const MAX_TAPS = 4;

/** N of the selective scan: a bound on time and state, not on memory. */
export const MAX_STATES = 64;

/** H of a recurrent layer: its hidden values of four sequences fill the 16 KiB of workgroup memory. */
export const MAX_HIDDEN = 1024;

/** Numbers that an element of a matrix product sums up: a workgroup takes all of them at once. */
export const MAX_SUMMED = 16384;

/** Units of a head of an sLSTM: an invocation of a workgroup takes one of them. */
export const MAX_HEAD_UNITS = 256;
