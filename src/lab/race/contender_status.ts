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

/** What a contender of a race is doing. */
export type ContenderStatus = (typeof contenderStatuses)[number];
