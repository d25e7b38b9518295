import type { z } from 'zod';
import { issueWords } from './issue_words';
import { quoted } from './quoted';

/**
 * One line about the first thing that is wrong with a value from outside: the place, then the fault. `top` names the value
 * where the place is the whole value. Keys come from outside, so they are quoted.
 */
export function firstIssue(issues: readonly z.core.$ZodIssue[], top = ''): string {
  const issue = strictest(issues);
  const place = placeOf(issue) || top;
  return place === '' ? issueWords(issue) : `${place}: ${issueWords(issue)}`;
}

/** For a value refused without a reason; no schema does that. */
const UNKNOWN: z.core.$ZodIssue = { code: 'custom', path: [], message: 'is not valid', input: undefined };

/** The first issue, or one about the same place with a narrower bound: whole numbers are also bounded by what a double holds exactly. */
export function strictest(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  const first = issues[0] ?? UNKNOWN;
  if (first.code !== 'too_big') return first;
  const place = placeOf(first);
  return issues.reduce<z.core.$ZodIssueTooBig>(
    (least, issue) =>
      issue.code === 'too_big' && placeOf(issue) === place && issue.maximum < least.maximum ? issue : least,
    first,
  );
}

/** Such as 'training.batch'; empty: the whole value. */
export function placeOf({ path }: Pick<z.core.$ZodIssue, 'path'>): string {
  return path.map(part => (/^[\w-]{1,60}$/.test(String(part)) ? String(part) : quoted(String(part)))).join('.');
}
