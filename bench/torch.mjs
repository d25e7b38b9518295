/** The process of bench/peers/pytorch.py, asked over HTTP by the page's worker. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { locateTorch } from '../scripts/python.mjs';

const script = fileURLToPath(new URL('peers/pytorch.py', import.meta.url));

/** Answers questions in turn, one line each. Without torch every answer says so. */
export function openTorch() {
  const found = locateTorch();
  if (!found) {
    const nothing = JSON.stringify({ failure: 'python3 has no torch here' });
    return { version: undefined, ask: async () => nothing, close() {} };
  }
  const python = spawn(found.python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  // Its threads look out for work after an answer, and would take the cores of the next side. Windows cannot stop a process.
  const mayStop = process.platform !== 'win32';
  return {
    version: found.version,
    /** @param {string} question a line of JSON */
    async ask(question) {
      if (mayStop) python.kill('SIGCONT');
      python.stdin.write(`${question}\n`);
      const { value } = await lines.next();
      if (mayStop) python.kill('SIGSTOP');
      return value ?? JSON.stringify({ failure: 'Python ended' });
    },
    // SIGTERM waits in a stopped process.
    close: () => python.kill('SIGKILL'),
  };
}

/**
 * Answers `POST /torch`.
 *
 * @param {ReturnType<typeof openTorch>} torch
 * @returns {import('vite').Plugin}
 */
export function torchPlugin(torch) {
  return {
    name: 'unroll:torch',
    configureServer(server) {
      server.middlewares.use('/torch', async (request, response) => {
        let question = '';
        for await (const piece of request) question += piece;
        response.setHeader('Content-Type', 'application/json');
        response.end(await torch.ask(question));
      });
    },
  };
}
