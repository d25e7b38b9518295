import { milliseconds, seconds, whole } from '../format';
import { listed } from '../tour/words';
import { hasFinished, inOrder, type RacingLane, raceTime, timeOf } from './lanes';

/** The order of finish in two or three sentences; empty where nothing raced. */
export function orderWords(lanes: readonly RacingLane[]): string {
  const time = raceTime(lanes);
  const [first, ...others] = inOrder(lanes, time);
  if (!first) return '';
  const finish = `${whole(first.writing.finish)} tokens`;
  if (!hasFinished(first)) {
    const behind = others.length > 0 ? ` Then ${listed(others.map(lane => `${lane.name} (${tokensOf(lane)})`))}.` : '';
    return `${first.name} came furthest: ${tokensOf(first)} of ${finish} in ${timeWords(timeOf(first))}.${behind}`;
  }
  const came = others.filter(hasFinished);
  const missed = others.filter(lane => !hasFinished(lane));
  return [
    `${first.name} finished first: ${finish} in ${timeWords(timeOf(first))}.`,
    came.length > 0 ? `Then ${listed(came.map(lane => `${lane.name} (${timeWords(timeOf(lane))})`))}.` : '',
    missed.length > 0 ? `Not at the finish line: ${listed(missed.map(missedWords))}.` : '',
  ]
    .filter(words => words !== '')
    .join(' ');
}

function missedWords(lane: RacingLane): string {
  return `${lane.name} (${tokensOf(lane)} in ${timeWords(timeOf(lane))})`;
}

function tokensOf({ writing }: RacingLane): string {
  return whole(writing.tape.tokens.last);
}

/** A time of the race: 98.3 ms · 1.20 s. */
export function timeWords(time: number): string {
  return time < 1000 ? milliseconds(time) : seconds(time / 1000);
}
