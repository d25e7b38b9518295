import type { ThreadStart } from './source';
import { attend } from './work.mjs';

// The thread that made this one sends it one message. After that it waits in shared memory, and hears no other.
self.onmessage = ({ data }: MessageEvent<ThreadStart>) => attend(data);
