/** What a contender of a race is doing. */
export type ContenderStatus =
  | 'waiting'
  | 'compiling'
  | 'ready'
  | 'training'
  | 'paused'
  | 'finished'
  | 'diverged'
  | 'failed';
