import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};

/** What a host makes of a file of the build; undefined: it has no such file. */
type Serves = (name: string, content: Buffer) => Buffer | string | undefined;

export interface StaticHost {
  readonly origin: string;
  /** From now on it serves another build. */
  change(serves: Serves): void;
  close(): Promise<void>;
}

/**
 * A host that serves the files of the build.
 *
 * @param folder of the host, with a slash at both ends
 * @param withHeaders whether it reads `_headers`
 */
export async function serveBuild(folder: string, withHeaders: boolean): Promise<StaticHost> {
  let serves: Serves = (_name, content) => content;
  const sent = withHeaders ? headersOfBuild() : [];
  const server = createServer((request, response) => {
    for (const [name = '', value = ''] of sent) response.setHeader(name, value);
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    const within = pathname.startsWith(folder) ? normalize(pathname.slice(folder.length)) : '..';
    const name = within === '.' ? 'index.html' : within;
    const content = name.startsWith('..') ? undefined : contentOf(name);
    const body = content && serves(name, content);
    if (body === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'Content-Type': types[extname(name)] ?? 'application/octet-stream' }).end(body);
  });
  await new Promise<void>(resolve => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    change(another) {
      serves = another;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function contentOf(name: string): Buffer | undefined {
  try {
    return readFileSync(join('dist', name));
  } catch {
    return undefined;
  }
}

function headersOfBuild(): string[][] {
  const [first, ...lines] = readFileSync('dist/_headers', 'utf8').trim().split('\n');
  if (first !== '/*') throw new Error('dist/_headers names other files than all.');
  return lines.map(line => /^ {2}([\w-]+): (.+)$/.exec(line)?.slice(1) ?? []);
}
