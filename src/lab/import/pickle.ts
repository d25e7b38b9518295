import { ImportError } from './import_error';

const NAMES = /\.(bin|pt|pth|ckpt|pkl)$/i;

/** The first bytes of a pickle of protocol 2 to 5. */
const PROTOCOLS = [2, 3, 4, 5];

/**
 * Refuses a file of torch.save, which is a pickle or a zip with one, because reading a pickle means running it. The message has three lines
 * of Python that convert it. `first`: the first bytes of the file. Throws ImportError.
 */
export function refusePickle(name: string, first: Uint8Array): void {
  if (!isPickle(name, first)) return;
  const converted = `${name.replace(/\.[^.]*$/, '')}.safetensors`;
  throw new ImportError(
    `${name} is a pickle: a program that would have to run to be read. Convert it with these three lines of Python, and use ${converted}:\n` +
      'import torch, safetensors.torch\n' +
      `weights = torch.load(${JSON.stringify(name)}, map_location="cpu", weights_only=True)\n` +
      `safetensors.torch.save_file({k: v.clone().contiguous() for k, v in weights.items()}, ${JSON.stringify(converted)})`,
  );
}

function isPickle(name: string, first: Uint8Array): boolean {
  if (beginsAsSafetensors(first)) return false;
  if (first[0] === 0x80 && PROTOCOLS.includes(first[1] ?? 0)) return true;
  const start = String.fromCharCode(...first.subarray(0, 64));
  // torch.save writes a zip whose first file is data.pkl, in a folder.
  if (start.startsWith('PK') && start.includes('/data.pkl')) return true;
  return NAMES.test(name);
}

/** Eight bytes of length below 4 GiB, then a JSON object. A length such as 640 begins with the two bytes of a pickle, 0x80 and 2. */
function beginsAsSafetensors(first: Uint8Array): boolean {
  return first[8] === 0x7b && first.subarray(4, 8).every(byte => byte === 0);
}
