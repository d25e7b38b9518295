import type { z } from 'zod';
import { issueWords } from './issue_words';
import { quoted } from './quoted';

/**
 * One line about the first thing that is wrong with a value of any origin: where it is, then what. `top`: what the value is called,
 * where the place is all of it. Keys come from outside, so they are quoted.
 */
export function firstIssue(issues: readonly z.core.$ZodIssue[], top = ''): string {
  const issue = issues[0];
  if (!issue) return 'Something in it is not valid.';
  const place = placeOf(issue) || top;
  return place === '' ? issueWords(issue) : `${place}: ${issueWords(issue)}`;
}

/** 'training.batch'; empty: all of the value. */
export function placeOf({ path }: Pick<z.core.$ZodIssue, 'path'>): string {
  return path.map(part => (/^[\w-]{1,60}$/.test(String(part)) ? String(part) : quoted(String(part)))).join('.');
}
