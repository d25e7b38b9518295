import { explain } from '../src/lab/race/explain';
import { UsageError } from './usage';

/** What the visitor can mend becomes a UsageError, with `place` before its message. */
export async function usable<T>(start: () => T | Promise<T>, place = ''): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const { failure, message } = explain(error);
    throw failure === 'internal' ? error : new UsageError(`${place}${message}`);
  }
}
