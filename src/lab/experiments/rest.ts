/** Lets messages and signals arrive between two turns, on every backend. Throws the signal's reason if it is aborted. */
export async function rest(signal: AbortSignal): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, 0));
  signal.throwIfAborted();
}
