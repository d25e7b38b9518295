import type { z } from 'zod';
import { quoted } from './quoted';

/** Keys that a message names. */
const MOST_KEYS = 3;

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

/** What is wrong, without the place. */
export function issueWords(issue: z.core.$ZodIssue): string {
  return issue.code === 'unrecognized_keys' ? `there is no key ${quotedList(issue.keys)}` : issue.message;
}

/** 'training.batch'; empty: all of the value. */
export function placeOf({ path }: Pick<z.core.$ZodIssue, 'path'>): string {
  return path.map(part => (/^[\w-]{1,60}$/.test(String(part)) ? String(part) : quoted(String(part)))).join('.');
}

/** A few of them, quoted. */
export function quotedList(names: readonly string[]): string {
  const others = names.length > MOST_KEYS ? ` and ${names.length - MOST_KEYS} more` : '';
  return `${names.slice(0, MOST_KEYS).map(quoted).join(', ')}${others}`;
}
