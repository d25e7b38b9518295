import type { z } from 'zod';
import { firstIssue, placeOf } from '../first_issue';
import type { RunConfig } from '../lab/config/config';
import { LONGEST_TEXT } from '../lab/worker/longest';
import { knownConfig } from './check';
import { whole } from './format';
import { type PageStorage, pageStorage, storedText } from './page_storage';
import { type LeaveAside, leaveAside, parseJson, store } from './stores/aside';
import { initialPreferences, type Preferences, preferences } from './stores/preferences';

const key = 'unroll';

/** The longest own text, in characters, that is stored here if `own_material` cannot keep it. */
export const keptText = 500_000;

export interface Stored {
  readonly config?: RunConfig | undefined;
  readonly ownText: string | null;
  readonly preferences?: Preferences | undefined;
  /** What the last visit could not keep, in a sentence or two. */
  readonly lost?: string | undefined;
}

/** The state of the last visit. Parts that this build cannot use are put aside; the rest is used. */
export function readStored(storage: PageStorage = pageStorage(), leave: LeaveAside = leaveAside): Stored {
  const text = storedText(key, storage);
  if (text === null) return { ownText: null };
  const value = parseJson(text);
  if (!isRecord(value)) {
    leave('The settings of your last visit could not be read.', 'They are damaged.', text);
    return { ownText: null };
  }
  const { config, ownText, preferences: looks, longPrompt, ...others } = value;
  const strange = Object.keys(others);
  if (strange.length > 0)
    leave(
      'Some settings of your last visit are not used.',
      `This version of Unroll does not know ${strange.join(', ')}.`,
      JSON.stringify(others),
    );
  return {
    config: readConfig(config, leave),
    ownText: readText(ownText, leave),
    preferences: readPreferences(looks, leave),
    ...(typeof longPrompt === 'number' ? { lost: lostPrompt(longPrompt) } : {}),
  };
}

function readConfig(value: unknown, leave: LeaveAside): RunConfig | undefined {
  if (value === undefined) return undefined;
  const known = knownConfig(value);
  if (known.ok) return known.config;
  leave('The race of your last visit could not be read.', known.message, JSON.stringify(value));
  return undefined;
}

function readText(value: unknown, leave: LeaveAside): string | null {
  if (typeof value === 'string') return value;
  if (value !== undefined && value !== null)
    leave('Your own text could not be read.', 'It is not text.', JSON.stringify(value));
  return null;
}

/** Valid preferences are kept, missing ones get their defaults, and others are put aside. */
function readPreferences(value: unknown, leave: LeaveAside): Preferences | undefined {
  if (value === undefined) return undefined;
  const found = isRecord(value) ? { ...initialPreferences, ...withCharts(value) } : value;
  const whole = isRecord(found) && isRecord(found.sample) ? withSample(found, found.sample) : found;
  const parsed = preferences.safeParse(whole);
  if (parsed.success) return parsed.data;
  const strange = strangePaths(parsed.error.issues);
  const used = preferences.safeParse(isRecord(whole) ? withoutPaths(whole, strange) : whole);
  leave(
    used.success
      ? 'Some of your chart and sampling preferences could not be read.'
      : 'Your chart and sampling preferences could not be read.',
    issuesOf(parsed.error.issues),
    JSON.stringify(used.success ? Object.fromEntries(strange.map(path => [path.join('.'), at(value, path)])) : value),
  );
  return used.data;
}

/** One sentence for each value that is not valid. */
function issuesOf(issues: readonly z.core.$ZodIssue[]): string {
  const places = [...new Set(issues.map(placeOf))];
  return places
    .map(place =>
      firstIssue(
        issues.filter(issue => placeOf(issue) === place),
        'the preferences',
      ),
    )
    .join('. ');
}

/** Preferences in which the scale of the loss and the second chart have their place among the views of charts. */
function withCharts(value: Fields): Fields {
  const { lossScale, secondChart, ...others } = value;
  const charts = {
    ...(lossScale === 'log' ? { first: { logY: true } } : {}),
    ...(secondChart === 'gradient' ? { second: { metric: 'gradient' } } : {}),
  };
  return { charts, ...others };
}

type Path = readonly string[];
type Fields = Readonly<Record<string, unknown>>;

function withSample(found: Fields, sample: Fields): Fields {
  return { ...found, sample: { ...initialPreferences.sample, ...sample } };
}

/** The paths of the values that are not valid: a preference, or a setting of sampling. */
function strangePaths(issues: readonly z.core.$ZodIssue[]): Path[] {
  return issues.flatMap(issue => {
    const path = issue.path.map(String);
    // The views of charts are replaced together.
    if (path[0] === 'charts') return [['charts']];
    return issue.code === 'unrecognized_keys' ? issue.keys.map(key => [...path, key]) : [path];
  });
}

/** The preferences without the values at these paths; defaults replace them, where there are any. */
function withoutPaths(found: Fields, paths: readonly Path[]): Fields {
  const strange = (...path: Path) => paths.some(other => other.join('.') === path.join('.'));
  const others = (fields: Fields, ...path: Path) =>
    Object.fromEntries(Object.entries(fields).filter(([key]) => !strange(...path, key)));
  const kept: Fields = { ...initialPreferences, ...others(found) };
  return isRecord(kept.sample) ? withSample(kept, others(kept.sample, 'sample')) : kept;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((part, key) => (isRecord(part) ? part[key] : undefined), value);
}

/** Returns whether the text is stored with the rest. */
export function writeStored({ config, ownText, preferences }: Stored, storage: PageStorage = pageStorage()): boolean {
  const text = ownText !== null && ownText.length <= keptText ? ownText : null;
  const kept = { config, ownText: text, ...withoutLongPrompt(preferences) };
  return store(key, JSON.stringify(kept), storage) && text === ownText;
}

/** The preferences without a prompt that is too long, and its characters. */
function withoutLongPrompt(preferences: Preferences | undefined): { preferences?: Preferences; longPrompt?: number } {
  if (!preferences) return {};
  const { sample } = preferences;
  const longPrompt = sample.prompt?.length ?? 0;
  if (longPrompt <= LONGEST_TEXT) return { preferences };
  return { preferences: { ...preferences, sample: { ...sample, prompt: null } }, longPrompt };
}

function lostPrompt(characters: number): string {
  return `The prompt of your last visit was not kept: it had ${whole(characters)} characters, and the longest has ${whole(LONGEST_TEXT)}.`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value instanceof Object && !Array.isArray(value);
}
