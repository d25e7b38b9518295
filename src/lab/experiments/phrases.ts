/** How the sentences of a summary write numbers. */

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** Two decimals, without a minus before zero. */
export function exponent(value: number): string {
  const text = value.toFixed(2);
  return Number(text) === 0 ? '0.00' : text.replace('-', '−');
}

/** Names in the order of their first row. */
export function namesOf(rows: readonly { readonly contender: string }[]): string[] {
  return [...new Set(rows.map(({ contender }) => contender))];
}
