import type { ThreadStart } from './source';
import { attend } from './work.mjs';

// It hears one message, from the thread that made it, and then waits in shared memory for ever.
self.onmessage = ({ data }: MessageEvent<ThreadStart>) => attend(data);
