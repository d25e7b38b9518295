/** Adds a capital letter and a full stop where they are missing. A first word such as training.lr stays as it is written. */
export function asSentence(text: string): string {
  const begun = text.replace(/^[a-z]+(?= |$)/, word => word.charAt(0).toUpperCase() + word.slice(1));
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
