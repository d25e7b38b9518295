import { timed } from './timed.mjs';

/** @typedef {import('./result').CaseResult} CaseResult */

/**
 * How long Chromium takes until something is on the page.
 *
 * @param {string} name
 * @param {readonly number[]} milliseconds
 * @returns {CaseResult}
 */
export function viewRow(name, milliseconds) {
  return { name, work: { unit: 'redraw', amount: 1 }, outcomes: { Chromium: timed(milliseconds) } };
}
