import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of the same page whose worker runs another script first. Works in every browser, unlike interception. */
export async function serveWithWorkerScript(
  origin: string,
  script: string,
): Promise<{ origin: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    const answer = await fetch(new URL(path, origin));
    const body = Buffer.from(await answer.arrayBuffer());
    // Lengths and encodings are those of the original.
    const headers = [...answer.headers].filter(
      ([name]) => !/^(content-(length|encoding)|etag|transfer-encoding)$/.test(name),
    );
    response.writeHead(answer.status, Object.fromEntries(headers));
    response.end(/\/worker-[^/]*\.js$/.test(path) ? Buffer.concat([Buffer.from(script), body]) : body);
  });
  await new Promise<void>(resolve => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://localhost:${port}`, close: () => server.close() };
}
