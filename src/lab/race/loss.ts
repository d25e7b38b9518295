/** Milliseconds within which a lost device makes itself known, on a busy machine too. */
export const LOSS_MILLISECONDS = 1500;
export function delay(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
