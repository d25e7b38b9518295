import type { z } from 'zod';
import { issueWords } from './issue_words';
import { quoted } from './quoted';

/**
 * One line about the first thing that is wrong with a value of any origin: where it is, then what. `top`: what the value is called,
 * where the place is all of it. Keys come from outside, so they are quoted.
 */
export function firstIssue(issues: readonly z.core.$ZodIssue[], top = ''): string {
  const issue = strictest(issues);
  const place = placeOf(issue) || top;
  return place === '' ? issueWords(issue) : `${place}: ${issueWords(issue)}`;
}

/** Of a value that is refused without a reason, which no schema does. */
const UNKNOWN: z.core.$ZodIssue = { code: 'custom', path: [], message: 'is not valid', input: undefined };

/** The first, or the one about the same place whose bound is narrower: a whole number is also bounded by what is exact. */
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

/** 'training.batch'; empty: all of the value. */
export function placeOf({ path }: Pick<z.core.$ZodIssue, 'path'>): string {
  return path.map(part => (/^[\w-]{1,60}$/.test(String(part)) ? String(part) : quoted(String(part)))).join('.');
}
