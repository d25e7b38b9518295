import type { z } from 'zod';
import { strictest } from '../../first_issue';
import { issueWords } from '../../issue_words';
import { type ContenderConfig, contenderConfig } from '../../lab/config/config';
import { findMixer, mixers } from '../../models/registry';
import { quoted, quotedList } from '../../quoted';
import { sizeOf } from '../models';

/** What is wrong with a contender's text, and where: keys and places in lists, from the outside in. */
export interface TextIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** The key itself is wrong, not its value. */
  readonly ofKey?: true;
}

export type ReadText =
  | { readonly ok: true; readonly contender: ContenderConfig }
  | { readonly ok: false; readonly issues: readonly TextIssue[] };

/**
 * The contender that a JSON text describes, or all that is wrong with it. `others`: names that are taken. V: the size of the task's
 * vocabulary. A text that is no JSON has one issue, without a place; the editor finds the place.
 */
export function readContender(text: string, others: readonly string[], V: number): ReadText {
  const value = parse(text);
  if (value === undefined) return { ok: false, issues: [{ path: [], message: 'this is not valid JSON' }] };
  const parsed = contenderConfig.safeParse(value);
  if (!parsed.success) return { ok: false, issues: issuesOf(parsed.error.issues, []) };
  const contender = parsed.data;
  const issues = [...nameIssues(contender, others), ...contender.blocks.flatMap(blockIssues)];
  if (issues.length > 0) return { ok: false, issues };
  const size = sizeOf(contender, V);
  return size.fits ? { ok: true, contender } : { ok: false, issues: [{ path: ['blocks'], message: size.message }] };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function nameIssues({ name, weights }: ContenderConfig, others: readonly string[]): TextIssue[] {
  if (others.includes(name)) return [{ path: ['name'], message: 'Another contender has this name.' }];
  // A file of weights fixes the shape, which the page shows in its place.
  return weights === undefined ? [] : [{ path: ['weights'], message: 'bring weights by Add contender instead' }];
}

function blockIssues({ mixer, mlp: _, ...own }: ContenderConfig['blocks'][number], index: number): TextIssue[] {
  const at = ['blocks', index];
  if (!mixers.some(({ name }) => name === mixer)) {
    const names = quotedList(mixers.map(({ name }) => name));
    return [{ path: [...at, 'mixer'], message: `there is no mixer ${quoted(mixer)}; there are ${names}` }];
  }
  const parsed = findMixer(mixer).schema.safeParse(own);
  return parsed.success ? [] : issuesOf(parsed.error.issues, at);
}

/** One issue for each place; an unknown key is a place of its own. */
function issuesOf(issues: readonly z.core.$ZodIssue[], at: readonly PropertyKey[]): TextIssue[] {
  const places = new Map<string, z.core.$ZodIssue[]>();
  for (const issue of issues) {
    const key = JSON.stringify(issue.path);
    places.set(key, [...(places.get(key) ?? []), issue]);
  }
  return [...places.values()].flatMap(same => {
    const issue = strictest(same);
    const path = [...at, ...issue.path];
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issueWords(issue) }];
    return issue.keys.map(key => ({
      path: [...path, key],
      message: issueWords({ ...issue, keys: [key] }),
      ofKey: true,
    }));
  });
}
