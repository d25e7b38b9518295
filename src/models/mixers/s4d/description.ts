import { z } from 'zod';
import { normal, uniform } from '../../initialise';
import type { MixerDescription } from '../../mixer';
import { logSteps } from '../../step_sizes';
import { INITS, modeInitialisers } from './initial_modes';

const schema = z.strictObject({
  /** N, states a channel: N/2 conjugate pairs. */
  d_state: z.int().min(2).max(128).multipleOf(2).default(16),
  /** How it trains; both forms are the same function. Sampling always uses the recurrence. */
  form: z.enum(['fft', 'recurrence']).default('fft'),
  /** Where A starts. */
  init: z.enum(INITS).default('lin'),
});
export type S4dConfig = z.infer<typeof schema>;

/** S4D (Gu et al. 2022) as in state-spaces/s4: linear system, GELU, then a gated projection back into the residual stream. */
export const description: MixerDescription<S4dConfig> = {
  name: 's4d',
  title: 'S4D',
  summary:
    'Keeps a state of fixed size. Its rules for writing and forgetting are learned, and they are the same for every token. ' +
    'This is a linear time-invariant state-space model: it trains as one long convolution by FFT, samples as a recurrence, and cannot choose what to remember.',
  citations: [
    'Gu, Gupta, Goel and Ré 2022, On the Parameterization and Initialization of Diagonal State Space Models, arXiv:2206.11893',
    'Gu, Goel and Ré 2022, Efficiently Modeling Long Sequences with Structured State Spaces, arXiv:2111.00396',
  ],
  schema,
  fields: [
    {
      key: 'd_state',
      label: 'States per channel',
      help: 'State size of each channel (N), in pairs. A larger state remembers more and costs more time.',
      min: 2,
      max: 128,
      options: [2, 4, 8, 16, 32, 64, 128],
    },
  ],
  choices: [
    {
      key: 'form',
      label: 'Trained as',
      help: 'The same function of the same weights: one long convolution by FFT, or a recurrence token by token.',
      options: [
        { value: 'fft', label: 'Convolution (FFT)' },
        { value: 'recurrence', label: 'Recurrence' },
      ],
    },
    {
      key: 'init',
      label: 'States start as',
      help: 'Frequencies and decays before training: evenly spaced, spaced as 1/n, those of HiPPO-LegS, or decays without waves.',
      options: [
        { value: 'lin', label: 'S4D-Lin' },
        { value: 'inv', label: 'S4D-Inv' },
        { value: 'legs', label: 'S4D-LegS' },
        { value: 'real', label: 'S4D-Real' },
      ],
    },
  ],

  parameters({ d_state, init }, D) {
    const pairs = d_state / 2;
    const initial = modeInitialisers(init, d_state);
    const projection = uniform(1 / Math.sqrt(D));
    return [
      { name: 'D', shape: [D], initialise: normal(1) },
      { name: 'kernel.log_dt', shape: [D], initialise: logSteps, decay: false },
      { name: 'kernel.C', shape: [D, pairs, 2], initialise: initial.C, decay: false },
      { name: 'kernel.log_A_real', shape: [D, pairs], initialise: initial.log_A_real, decay: false },
      { name: 'kernel.A_imag', shape: [D, pairs], initialise: initial.A_imag, decay: false },
      { name: 'output_linear.0.weight', shape: [2 * D, D, 1], initialise: projection, residual: true },
      { name: 'output_linear.0.bias', shape: [2 * D], initialise: projection },
    ];
  },

  state: ({ d_state }, D) => [{ name: 'ssm', shape: [D, d_state / 2, 2] }],

  /** As a recurrence, even if it trains by FFT: for each pair 6 for λ h, 1 for + x, 4 for 2 Re(C h). */
  flops({ d_state }, D) {
    const scan = D * (11 * (d_state / 2) + 2);
    const gelu = 25 * D;
    const projection = 2 * D * 2 * D + 2 * D;
    const gate = 6 * D;
    return scan + gelu + projection + gate;
  },

  receptiveField: () => null,
};
