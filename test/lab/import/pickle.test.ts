import { describe, expect, it } from 'vitest';
import { refusePickle } from '../../../src/lab/import/pickle';
import { bytesOf } from '../../support/import_fixtures';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a pickle', () => {
  it.each([
    ['pytorch_model.bin', ascii('anything')],
    ['a.pth', new Uint8Array()],
    ['renamed.safetensors', Uint8Array.of(0x80, 2, 0x8a)],
    ['renamed.safetensors', ascii(`PK\u0003\u0004${'\0'.repeat(26)}archive/data.pkl`)],
  ])('%s is refused with three lines of Python', (name, first) => {
    const refused = (): void => refusePickle(name, first);
    expect(refused).toThrow(/is a pickle/);
    expect(refused).toThrow(
      /\nimport torch, safetensors\.torch\nweights = torch\.load\(".*", .*\)\nsafetensors\.torch\.save_file\(\{.*\}, ".*\.safetensors"\)$/,
    );
  });

  it.each<[string, Uint8Array]>([
    ['model.safetensors', bytesOf('torch_rnn')],
    ['run.unroll', ascii(`PK\u0003\u0004${'\0'.repeat(26)}run.json`)],
    ['weights.bin', bytesOf('torch_rnn')],
    // The lengths of these headers begin with the bytes of a pickle.
    ['a.safetensors', Uint8Array.of(0x80, 2, 0, 0, 0, 0, 0, 0, 0x7b)],
    ['b.safetensors', Uint8Array.of(0x80, 3, 0, 0, 0, 0, 0, 0, 0x7b)],
    ['c.safetensors', Uint8Array.of(0x80, 5, 1, 0, 0, 0, 0, 0, 0x7b)],
  ])('%s is none', (name, first) => {
    refusePickle(name, first.subarray(0, 64));
  });
});
