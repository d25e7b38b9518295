import type { Row } from '../../lab/experiments/experiment';
import { wilson } from '../../lab/experiments/intervals';
import { answers, count } from '../../lab/experiments/phrases';
import { besideGuessing, guessingWords } from './accuracy_words';
import type { Evidence } from './evidence';
import { numberIn, reasonOf, rowsOf } from './evidence_rows';
import { setupOf } from './setup';

/** A contender at one length. */
interface Tested {
  readonly length: number;
  readonly accuracy: number;
  readonly scored: number;
  /** Independent sequences behind the accuracy. */
  readonly sequences: number;
}

/** Fewer sequences than this leave a wide interval. The longest length with as many is quoted beside the longest of all. */
const ENOUGH = 30;
/** A contender that has learned the task has at least this accuracy at its training length. */
const LEARNED = 0.95;

/** Up to which length a contender still answers, with its accuracy at the lengths that show it. */
export function lengthWords(evidence: Evidence, contender: string): string {
  const { train_length: home } = setupOf(evidence);
  const all = rowsOf(evidence, contender).toSorted((a, b) => Number(a.length) - Number(b.length));
  const tested = all.flatMap(testedOf).filter(({ length }) => length >= (home ?? 0));
  const [first, farthest] = [tested[0], tested.at(-1)];
  const trained = `${contender}, trained at ${count(home ?? 0)}`;
  if (!first || !farthest) return `${trained}, has no figure (${reasonOf(all[0])})`;
  if (first.length !== home) return `${trained}, was not tested at its training length; ${words(farthest)}`;
  if (first.accuracy < LEARNED) return `${trained}, did not learn the task: ${words(first)}`;
  const faded = tested.find(one => isBelow(one, first));
  const sure = tested.findLast(({ sequences }) => sequences >= ENOUGH);
  const quoted = new Set([first, ...(faded ? [faded] : sure ? [sure] : []), farthest]);
  const figures = [...quoted].map(words).join(', ');
  const left = all.find(row => Number(row.length) > farthest.length);
  const missing = left ? `; ${count(Number(left.length))} was not tested (${reasonOf(left)})` : '';
  return `${trained}: ${figures}${missing}. ${conclusion(first, farthest, faded)}`;
}

/** The accuracy at the longest length, compared with guessing: 'LSTM 100.0 % of 256 answers (95 % interval …) at 256'. */
export function answerWords(evidence: Evidence, contender: string, chance: number): string {
  const { train_length: home } = setupOf(evidence);
  const all = rowsOf(evidence, contender).toSorted((a, b) => Number(a.length) - Number(b.length));
  const tested = all.flatMap(testedOf);
  const farthest = tested.at(-1);
  if (!farthest) return `${contender} has no figure (${reasonOf(all[0])})`;
  const guesses = (one: Tested): boolean => besideGuessing(one.accuracy, one.sequences, chance) === 'like';
  const at = tested.find(({ length }) => length === home);
  const learned =
    at && at !== farthest && guesses(farthest) && guesses(at)
      ? `, as at its training length of ${count(at.length)}`
      : '';
  const guessing = guessingWords(besideGuessing(farthest.accuracy, farthest.sequences, chance));
  return `${contender} ${words(farthest)}${guessing}${learned}`;
}

function conclusion(first: Tested, farthest: Tested, faded: Tested | undefined): string {
  if (farthest === first) return 'Nothing longer was measured';
  if (faded) return `It falls off by ${count(faded.length)}`;
  const times = count(farthest.length / first.length);
  return `These show no falling off up to ${times} times its training length`;
}

/** Whether the whole interval of `a` is below that of `b`. */
function isBelow(a: Tested, b: Tested): boolean {
  return wilson(a.accuracy, a.sequences)[1] < wilson(b.accuracy, b.sequences)[0];
}

function testedOf(row: Row): Tested[] {
  const [length, accuracy, scored] = [numberIn(row, 'length'), numberIn(row, 'accuracy'), numberIn(row, 'scored')];
  if (length === null || accuracy === null || scored === null) return [];
  return [{ length, accuracy, scored, sequences: numberIn(row, 'sequences') ?? scored }];
}

function words({ length, accuracy, scored, sequences }: Tested): string {
  return `${answers(accuracy, scored, sequences)} at ${count(length)}`;
}
