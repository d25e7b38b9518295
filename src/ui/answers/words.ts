import type { Answered } from '../../lab/worker/protocol';
import { whole } from '../format';

/** “388 of 400 right”: over all sequences of an evaluation. */
export function ofAnswers({ right, asked }: Pick<Answered, 'right' | 'asked'>): string {
  return `${whole(right)} of ${whole(asked)} right`;
}
