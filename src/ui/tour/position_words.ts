import { count } from '../../lab/experiments/phrases';
import { meanOf } from '../../statistics';
import type { Evidence } from './evidence';
import { numberIn, reasonOf, rowsOf, stepsOf } from './evidence_rows';

/** Before and after the long sequences. */
type Trained = 'short only' | 'then long';

/** Mean loss of a contender at the positions beyond the short length, in nats. Null: it has no figure. */
export function lossBeyond(run: Evidence, contender: string, trained: Trained, short: number): number | null {
  const own = beyond(run, contender, trained, short);
  const losses = own.flatMap(row => numberIn(row, 'loss') ?? []);
  return losses.length === 0 || losses.length < own.length ? null : meanOf(losses);
}

/** 'LSTM, beyond position 16: 1.845 nats after 300 steps on short sequences, 1.813 nats after 400 in all.' */
export function positionWords(run: Evidence, contender: string, short: number): string {
  const [before, after] = (['short only', 'then long'] as const).map(trained => {
    const loss = lossBeyond(run, contender, trained, short);
    const [first] = beyond(run, contender, trained, short);
    return loss === null
      ? `no figure (${reasonOf(first)})`
      : `${loss.toFixed(3)} nats after ${count(stepsOf(first) ?? 0)} steps`;
  });
  return `${contender}, beyond position ${count(short)}: ${before} on short sequences, then, with long ones, ${after} in all.`;
}

function beyond(run: Evidence, contender: string, trained: Trained, short: number) {
  return rowsOf(run, contender).filter(row => row.trained === trained && Number(row.position) > short);
}
