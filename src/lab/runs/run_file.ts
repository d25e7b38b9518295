import { type Zippable, zipSync } from 'fflate';
import { z } from 'zod';
import { firstIssue } from '../../first_issue';
import { type Member, membersOf } from '../config/members';
import { JsonError, readPlainJson } from '../export/strict_json';
import { contenderFacts } from '../race/contender_facts';
import { type CurvePoints, curveColumnsOf } from '../race/curve';
import { latencyColumnsOf } from '../sampling/latency';
import { readCurves, readLatencies, writeCurves, writeLatencies } from './member_tables';
import { readTrainer, writeOptimizer, writeWeights } from './member_weights';
import { checkConfig, memberModel, parseRun } from './parse_run';
import { readZip } from './read_zip';
import { experimentFacts, memberProgress, type RaceRun, type Run, type RunSample, raceFacts, runSample } from './run';
import { RunFileError } from './run_file_error';
import { runName } from './run_name';
import { optimizerName, PARTS, runLimits, weightsName } from './run_parts';
import { AGAIN, damaged } from './zip_directory';

/** The last version. docs/run-file.md tells of every version. */
export const RUN_FILE_VERSION = 3;

const format = { format: z.literal('unroll run'), version: z.int().min(1).max(RUN_FILE_VERSION), name: runName };
/** `waiting`: so many last rows of its curve wait for their validation. */
const members = z.array(memberProgress.extend({ waiting: z.int().min(1).optional() })).readonly();
const facts = z.discriminatedUnion('kind', [raceFacts.extend({ ...format, members }), experimentFacts.extend(format)]);
type Facts = z.infer<typeof facts>;
type RaceHead = Pick<Extract<Facts, { kind: 'race' }>, 'config' | 'members' | 'vocabulary'>;
type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** Zip has no time zones, so that equal runs give equal bytes. */
const TIME = { mtime: new Date(1980, 0, 1) };
const PACKED = { level: 6, ...TIME } as const;
/** Weights hardly shrink. */
const WHOLE = { level: 0, ...TIME } as const;

/** A run as a file, described in docs/run-file.md. Throws RunFileError for weights that are not finite. */
export function writeRunFile(run: Run): Uint8Array<ArrayBuffer> {
  const zipped = zipSync(run.kind === 'race' ? raceParts(run) : experimentParts(run));
  return new Uint8Array(zipped.buffer instanceof ArrayBuffer ? zipped.buffer : zipped.slice().buffer);
}

/** The run in a file. Throws RunFileError, whose message names the fix. */
export function readRunFile(bytes: Uint8Array): Run {
  const files = readZip(bytes, runLimits);
  const { format: _, version: __, ...found } = readFacts(files);
  if (found.kind === 'experiment') {
    requireParts(files, [PARTS.facts, PARTS.outcome], [PARTS.cells]);
    const cells = files.has(PARTS.cells) ? { cells: jsonOf(files, PARTS.cells) } : {};
    return parseRun({ ...found, outcome: jsonOf(files, PARTS.outcome), ...cells });
  }
  return parseRun({ ...found, ...raceFrom(files, found) });
}

function experimentParts({ outcome, cells, ...found }: Extract<Run, { kind: 'experiment' }>): Zippable {
  const parts = { [PARTS.facts]: json({ ...header(1), ...found }), [PARTS.outcome]: json(outcome) };
  return cells ? { ...parts, [PARTS.cells]: json(cells) } : parts;
}

function raceParts(run: RaceRun): Zippable {
  const { members: own, samples, ownText, ownSound, ownMusic, ...found } = run;
  const all = membersOf(run.config);
  const progress = own.map(({ status, goal, seconds, offset, stages, waiting }) => ({
    ...{ status, goal, seconds, offset, stages },
    waiting: waiting?.step.length,
  }));
  const parts: Zippable = {
    [PARTS.facts]: json({ ...header(versionOf(run)), ...found, members: progress }),
    [PARTS.curves]: [utf8(writeCurves(all, own)), PACKED],
    [PARTS.latencies]: [utf8(writeLatencies(all, own)), PACKED],
    [PARTS.samples]: json(samples),
  };
  if (ownText !== null) parts[PARTS.text] = [utf8(ownText), PACKED];
  if (ownSound !== null) parts[PARTS.sound] = [ownSound, PACKED];
  if (ownMusic !== null) parts[PARTS.music] = [ownMusic, PACKED];
  for (const [index, member] of all.entries()) {
    const trainer = own[index]?.trainer;
    if (!trainer) continue;
    const model = memberModel(member, run.vocabulary.length);
    const about = contenderFacts(run.config.task, member, trainer.steps, run.vocabulary);
    parts[weightsName(member)] = [writeWeights(model, trainer, about), WHOLE];
    parts[optimizerName(member)] = [writeOptimizer(model, trainer), WHOLE];
  }
  return parts;
}

function raceFrom(files: Files, { config, members: progress, vocabulary }: RaceHead) {
  checkConfig(config);
  const all = membersOf(config);
  const weights = all.flatMap(member => [weightsName(member), optimizerName(member)]);
  requireParts(
    files,
    [PARTS.facts, PARTS.curves],
    [PARTS.latencies, PARTS.samples, PARTS.text, PARTS.sound, PARTS.music, ...weights],
  );
  const curves = readCurves(all, textOf(files, PARTS.curves));
  const latencies = files.has(PARTS.latencies) ? readLatencies(all, textOf(files, PARTS.latencies)) : [];
  const none = () => latencyColumnsOf(() => new Float64Array(0));
  return {
    members: progress.map(({ waiting, ...own }, index) => ({
      ...own,
      trainer: trainerOf(files, all[index], vocabulary.length),
      ...splitCurve(curves[index], waiting),
      latency: latencies[index] ?? { carried: none(), naive: none() },
    })),
    samples: files.has(PARTS.samples) ? samplesOf(files) : [],
    ownText: files.has(PARTS.text) ? textOf(files, PARTS.text) : null,
    ownSound: files.get(PARTS.sound) ?? null,
    ownMusic: files.get(PARTS.music) ?? null,
  };
}

/** The curve, and apart from it as many last points as wait. */
function splitCurve(curve: CurvePoints | undefined, waiting: number | undefined) {
  if (!curve || waiting === undefined) return { curve };
  const shown = curve.step.length - waiting;
  if (shown < 0) throw damaged(`${PARTS.facts} says that ${waiting} steps wait, and a curve has ${curve.step.length}`);
  return {
    curve: curveColumnsOf(column => curve[column].slice(0, shown)),
    waiting: curveColumnsOf(column => curve[column].slice(shown)),
  };
}

function trainerOf(files: Files, member: Member | undefined, V: number) {
  if (!member) return undefined;
  const [weights, optimizer] = [weightsName(member), optimizerName(member)].map(name => {
    const bytes = files.get(name);
    return bytes && { name, bytes };
  });
  if (!weights && !optimizer) return undefined;
  if (!weights || !optimizer)
    throw damaged(`${weightsName(member)} and ${optimizerName(member)} belong together, and one is missing`);
  if (V === 0) throw damaged(`${PARTS.facts} has no vocabulary for the weights`);
  return readTrainer(memberModel(member, V), weights, optimizer);
}

function samplesOf(files: Files) {
  const read = z.array(runSample).safeParse(jsonOf(files, PARTS.samples));
  if (!read.success)
    throw new RunFileError(`${PARTS.samples}: ${firstIssue(read.error.issues, 'the samples')}. ${AGAIN}`);
  return read.data;
}

function readFacts(files: Files): Facts {
  const value = jsonOf(files, PARTS.facts);
  const version = value instanceof Object && 'version' in value ? value.version : undefined;
  if (typeof version === 'number' && Number.isInteger(version) && version > RUN_FILE_VERSION)
    throw new RunFileError(
      `A newer Unroll wrote it: it has version ${version}, and this one reads versions up to ${RUN_FILE_VERSION}. To read it, update Unroll: its page is up to date once it is reloaded.`,
    );
  const read = facts.safeParse(value);
  if (!read.success) {
    const issue = firstIssue(read.error.issues, 'the run').replace(/\.$/, '');
    throw new RunFileError(`${PARTS.facts}: ${issue}. ${AGAIN}`);
  }
  return read.data;
}

/** Refuses a run that lacks one of `needed`, or has a part beside `needed` and `allowed`. */
function requireParts(files: Files, needed: readonly string[], allowed: readonly string[] = []): void {
  const missing = needed.find(name => !files.has(name));
  if (missing !== undefined) throw damaged(`${missing} is missing`);
  const more = [...files.keys()].find(name => !needed.includes(name) && !allowed.includes(name));
  if (more !== undefined) throw damaged(`${more} belongs to none of its contenders`);
}

function jsonOf(files: Files, name: string): unknown {
  try {
    return readPlainJson(textOf(files, name));
  } catch (error) {
    if (error instanceof JsonError) throw new RunFileError(`${name} is not JSON: ${error.message}. ${AGAIN}`);
    throw error;
  }
}

function textOf(files: Files, name: string): string {
  const bytes = files.get(name);
  if (!bytes) throw damaged(`${name} is missing`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw damaged(`${name} is not UTF-8`);
  }
}

function header(version: number) {
  return { format: 'unroll run', version };
}

/** The first version whose readers know all that the race has, so that older ones read what they can. */
function versionOf({ config, members: own, samples, marks = [] }: RaceRun): number {
  if (marks.length > 0 || samples.some(hasTapes)) return 3;
  const all = [config.training, ...config.contenders.flatMap(({ training }) => training ?? [])];
  const later = all.flatMap(own => [own.start_length, own.length_warmup, own.carry_state]);
  return later.some(value => value !== undefined) || own.some(({ stages }) => stages) ? 2 : 1;
}

function hasTapes({ request, written }: RunSample): boolean {
  const raced = request.naiveBeside !== undefined || request.seconds !== undefined;
  return raced || written.some(({ tape, beside }) => tape ?? beside);
}

function json(value: unknown): [Uint8Array, typeof PACKED] {
  // Half a surrogate pair is no Unicode, and readers refuse it.
  const whole = (_: string, own: unknown) => (typeof own === 'string' ? own.replace(/\p{Surrogate}/gu, '\ufffd') : own);
  return [utf8(`${JSON.stringify(value, whole, 1)}\n`), PACKED];
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
