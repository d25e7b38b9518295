/** '1 step', '2,000 steps' */
export function quantity(n: number, one: string): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : `${one}s`}`;
}
