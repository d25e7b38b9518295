/** The entries of docs/experiments.md, in its order; each has its prose in docs/results. */
export const sections = [
  'preface',
  'map-of-memories',
  'sampling-cost',
  'training-cost',
  'cost-of-a-token-for-the-tour',
  'moby-dick-race',
  'two-windows',
  'parity-beyond-the-training-length',
  'length-generalisation',
  'selective-copying',
  's4d-by-fft-and-by-recurrence',
  'one-system-two-computations',
  'scaling',
  'scaling-one-size',
  'vanishing-gradients',
  'hippo-what-a-state-can-rebuild',
] as const;
