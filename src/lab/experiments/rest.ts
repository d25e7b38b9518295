/** Lets messages and signals be heard between two turns, whatever the backend; then throws the signal's reason if it is aborted. */
export async function rest(signal: AbortSignal): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, 0));
  signal.throwIfAborted();
}
