import { milliseconds, seconds, whole } from '../format';
import { listed } from '../tour/words';
import { hasFinished, inOrder, type RacingLane, raceTime, timeOf } from './lanes';

/** The order of finish in two or three sentences; empty where nothing raced. */
export function orderWords(lanes: readonly RacingLane[]): string {
  const order = inOrder(lanes, raceTime(lanes));
  const [first, ...others] = order;
  if (!first) return '';
  const finish = `${whole(first.writing.finish)} tokens`;
  const came = others.filter(hasFinished);
  const missed = order.filter(lane => !hasFinished(lane));
  const time = timeWords(raceTime(missed));
  if (missed.includes(first)) {
    const behind = others.length > 0 ? ` Then ${listed(others.map(tokensOf))}.` : '';
    return `${nameOf(first)} came furthest in ${time}: ${whole(first.writing.tape.tokens.last)} of ${finish}.${behind}`;
  }
  return [
    `${nameOf(first)} finished first: ${finish} in ${timeWords(timeOf(first))}.`,
    came.length > 0 ? `Then ${listed(came.map(lane => `${nameOf(lane)} (${timeWords(timeOf(lane))})`))}.` : '',
    missed.length > 0 ? `Tokens of the others in ${time}: ${listed(missed.map(tokensOf))}.` : '',
  ]
    .filter(words => words !== '')
    .join(' ');
}

function tokensOf(lane: RacingLane): string {
  return `${nameOf(lane)} (${whole(lane.writing.tape.tokens.last)})`;
}

function nameOf({ name, naive }: RacingLane): string {
  return naive ? name.replace(/, naive$/, ' naively') : name;
}

/** A time of the race: 98.3 ms · 1.20 s. */
export function timeWords(time: number): string {
  return time < 1000 ? milliseconds(time) : seconds(time / 1000);
}
