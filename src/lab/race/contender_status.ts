export const contenderStatuses = [
  'waiting',
  'compiling',
  'ready',
  'training',
  'paused',
  'finished',
  'diverged',
  'failed',
] as const;

export type ContenderStatus = (typeof contenderStatuses)[number];
