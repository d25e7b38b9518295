import type { z } from 'zod';
import { quotedList } from './quoted';

const KINDS: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a string',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};

const PARTS: Readonly<Record<string, string>> = { string: ' characters', array: ' entries', set: ' entries' };

/** What is wrong with a value, without its place: words that follow "batch:". A schema's own words stay. */
export function issueWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `there is no key ${quotedList(issue.keys)}`;
  // The library's own words begin so.
  if (!/^(Invalid|Too|Unrecognized) /.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      if (issue.message.endsWith('received undefined')) return 'is missing';
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'too_big':
      return `must ${sized(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}`;
    case 'too_small':
      if (issue.origin in PARTS && issue.minimum === 1) return 'must not be empty';
      return `must ${sized(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(value => JSON.stringify(value)).join(', ')}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return 'is of no form that is known here';
    default:
      issue satisfies never;
      return '';
  }
}

function sized(origin: string, bound: string, size: number | bigint): string {
  const parts = PARTS[origin];
  return `${parts ? 'have' : 'be'} ${bound} ${size.toLocaleString('en')}${parts ?? ''}`;
}
