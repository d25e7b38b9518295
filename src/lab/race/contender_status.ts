export const contenderStatuses = [
  'waiting',
  'compiling',
  'ready',
  'training',
  'paused',
  'finished',
  'diverged',
  'failed',
  /** It keeps the weights that it came with. */
  'frozen',
] as const;

export type ContenderStatus = (typeof contenderStatuses)[number];
