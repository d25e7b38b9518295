import { OWN, type Own } from '../own';
import { leaveAside } from '../stores/aside';

/** Puts the visitor's own text, sound, or music aside where another one takes its place. */
export function keepOwnAside(before: Own, after: Partial<Own>): void {
  const { ownText } = before;
  if (ownText !== null && after.ownText && after.ownText !== ownText)
    leaveAside('Your own text is put aside.', 'The race that was opened has another one.', ownText);
  for (const kind of ['sound', 'music'] as const) {
    const [own, other] = [before[OWN[kind]], after[OWN[kind]]];
    if (own !== null && other && `${other}` !== `${own}`)
      leaveAside(
        `Your own ${kind} is put aside.`,
        'The race that was opened has another one.',
        JSON.stringify([...own]),
      );
  }
}
