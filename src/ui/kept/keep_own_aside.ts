import { leaveAside } from '../stores/aside';
import type { ConfigState } from '../stores/config';

type Own = Pick<ConfigState, 'ownText' | 'ownSound'>;

/** Puts the visitor's own text or sound aside where another one takes its place. */
export function keepOwnAside(before: Own, after: Partial<Own>): void {
  const { ownText, ownSound } = before;
  if (ownText !== null && after.ownText && after.ownText !== ownText)
    leaveAside('Your own text is put aside.', 'The race that was opened has another one.', ownText);
  if (ownSound !== null && after.ownSound && `${after.ownSound}` !== `${ownSound}`)
    leaveAside(
      'Your own sound is put aside.',
      'The race that was opened has another one.',
      JSON.stringify([...ownSound]),
    );
}
