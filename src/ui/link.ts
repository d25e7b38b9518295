import { z } from 'zod';
import { firstIssue } from '../first_issue';
import type { RunConfig } from '../lab/config/config';
import { inspectRequest } from '../lab/inspect/inspect_request';
import type { InspectRequest } from '../lab/inspect/inspection';
import { quoted } from '../quoted';
import { shapedRace } from './check';
import { deflates } from './deflate';
import { linkText, parsedLink } from './link_text';
import { type Workspace, workspaces } from './stores/workspace';

/** The longest hash that is read, in characters. No race on the page has a longer one. */
export const longestHash = 200_000;

/** One thing that a link opens. */
export type LinkPart =
  | { readonly kind: 'race'; readonly config: RunConfig }
  | { readonly kind: 'preset'; readonly name: string }
  | { readonly kind: 'experiment'; readonly name: string; readonly params: Readonly<Record<string, unknown>> }
  | { readonly kind: 'step'; readonly name: string }
  | { readonly kind: 'workspace'; readonly workspace: Workspace }
  /** A look inside a race. */
  | { readonly kind: 'inspect'; readonly request: InspectRequest }
  /** A shared result, which is not checked yet. */
  | { readonly kind: 'result'; readonly value: unknown };

export type Decoded = { readonly kind: 'none' } | { readonly kind: 'bad'; readonly reason: string } | LinkPart;

/** The most parts of a link: a race and where to look at it. */
const MOST_PARTS = 2;

/** The hash of a link that opens this race. */
export async function encodeLink(config: RunConfig): Promise<string> {
  return `#${deflates ? 'racez' : 'race'}=${await linkText(JSON.stringify(config))}`;
}

/**
 * The hash of a link that opens this part; null: it would be longer than a link that is read. A browser that cannot compress leaves the
 * settings of an experiment and what Inspect shows out.
 */
export async function encodePart(part: LinkPart): Promise<string | null> {
  const hash = await written(part);
  return hash.length > longestHash ? null : hash;
}

async function written(part: LinkPart): Promise<string> {
  switch (part.kind) {
    case 'race':
      return await encodeLink(part.config);
    case 'preset':
      return `#preset=${part.name}`;
    case 'experiment': {
      const { name, params } = part;
      if (!deflates || Object.keys(params).length === 0) return `#experiment=${name}`;
      return `#experimentz=${await linkText(JSON.stringify({ name, params }))}`;
    }
    case 'step':
      return `#step=${part.name}`;
    case 'workspace':
      return `#workspace=${part.workspace}`;
    case 'inspect':
      return deflates ? `#inspectz=${await linkText(JSON.stringify(part.request))}` : '#workspace=inspect';
    case 'result':
      return `#resultz=${await linkText(JSON.stringify(part.value))}`;
    default:
      return part satisfies never;
  }
}

/** The parts of a hash. A link is a stranger's text, so it is capped and checked. Never throws. */
export async function decodeParts(hash: string): Promise<readonly Decoded[]> {
  const parts = hash
    .slice(0, longestHash + 1)
    .slice(1)
    .split('&');
  if (hash.length > longestHash) return [await decodeLink(hash)];
  if (parts.length > MOST_PARTS)
    return [
      bad(
        `It has ${parts.length} parts, and this page opens links of at most ${MOST_PARTS}: a race, and where to look at it. Leave the others out.`,
      ),
    ];
  return await Promise.all(parts.map(part => decodeLink(`#${part}`)));
}

/** What a hash of one part opens. Never throws. */
export async function decodeLink(hash: string): Promise<Decoded> {
  if (hash === '' || hash === '#') return { kind: 'none' };
  if (hash.length > longestHash) return bad(`It is longer than ${longestHash} characters.`);
  const [, key = '', value = ''] = /^#([a-z]+)=(.*)$/su.exec(hash) ?? [];
  switch (key) {
    case 'race':
    case 'racez':
      return await unpacked(value, key === 'racez', raceOf);
    case 'preset':
    case 'step':
      return { kind: key, name: value };
    case 'experiment':
      return { kind: 'experiment', name: value, params: {} };
    case 'experimentz':
      return await unpacked(value, true, experimentOf);
    case 'resultz':
      return await unpacked(value, true, result => ({ kind: 'result', value: result }));
    case 'inspectz':
      return await unpacked(value, true, lookOf);
    case 'workspace': {
      const found = workspaces.find(({ name }) => name === value);
      if (found) return { kind: 'workspace', workspace: found.name };
      return bad(`There is no workspace ${quoted(value)}; there are ${workspaces.map(({ name }) => name).join(', ')}.`);
    }
    default:
      return bad('It holds nothing that this page knows. It may be of a later version; reload the page.');
  }
}

async function unpacked(text: string, compressed: boolean, read: (value: unknown) => Decoded): Promise<Decoded> {
  if (compressed && !deflates) return bad('It is compressed, and this browser cannot read that. Update the browser.');
  const parsed = await parsedLink(text, compressed);
  return parsed === undefined ? bad('It is damaged, perhaps cut short when it was copied.') : read(parsed);
}

function raceOf(value: unknown): Decoded {
  const race = shapedRace(value);
  return race.ok ? { kind: 'race', config: race.config } : bad(race.message);
}

const experiment = z.strictObject({ name: z.string(), params: z.record(z.string(), z.unknown()) });

function experimentOf(value: unknown): Decoded {
  const result = experiment.safeParse(value);
  return result.success
    ? { kind: 'experiment', ...result.data }
    : bad(firstIssue(result.error.issues, 'the experiment'));
}

function lookOf(value: unknown): Decoded {
  const result = inspectRequest.safeParse(value);
  return result.success ? { kind: 'inspect', request: result.data } : bad(firstIssue(result.error.issues, 'Inspect'));
}

function bad(reason: string): Decoded {
  return { kind: 'bad', reason };
}
