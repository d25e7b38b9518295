/** ' Mamba: 1.20; LSTM: 1.31.', which ends the summary of a chart. Empty without lines. */
export function legendWords(legend: readonly { readonly name: string; readonly value: string }[]): string {
  if (legend.length === 0) return '';
  return ` ${legend.map(({ name, value }) => `${name}: ${value}`).join('; ')}.`;
}
