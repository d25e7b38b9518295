import { bytesOf, UNREADABLE } from '../file_bytes';
import { showShared } from '../stores/shared';
import { readSharedResult } from './shared_result';

/** The largest file of a result that is read. Those that the page writes are far smaller. */
const LARGEST = 4_000_000;

/** Shows a shared result. Throws an Error that says why, and changes nothing, if it cannot. */
export function openResult(value: unknown): void {
  showShared(readSharedResult(value));
}

/** The same for a file. */
export async function openResultFile(file: File): Promise<void> {
  if (file.size > LARGEST) throw new Error('It is larger than any result. Choose another file.');
  const content = await bytesOf(file);
  if (!content) throw new Error(UNREADABLE);
  openResult(parsed(content));
}

function parsed(content: ArrayBuffer | Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
    return value;
  } catch {
    throw new Error('It is damaged, or no result of this page.');
  }
}
