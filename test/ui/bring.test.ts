import { beforeEach, describe, expect, it, vi } from 'vitest';
import { lacksMaterial } from '../../src/ui/check';
import { UNREADABLE } from '../../src/ui/file_bytes';
import { addBrought } from '../../src/ui/import/add_brought';
import { bringFiles, isOfModel } from '../../src/ui/import/bring';
import { answer } from '../../src/ui/import/take_files';
import { leftBehind, toBeAdded } from '../../src/ui/link_limits';
import { bringingStore, nothingBrought } from '../../src/ui/stores/bringing';
import { configStore } from '../../src/ui/stores/config';
import { bytesOf } from '../support/import_fixtures';
import { patience } from '../support/patience';
import { smallTokenizer } from '../support/small_tokenizer';

const weights = (name: string, as = `${name}.safetensors`): File => new File([new Uint8Array(bytesOf(name))], as);
const first = configStore.getState();

beforeEach(() => {
  bringingStore.setState(nothingBrought, true);
  configStore.setState(first, true);
});

async function brought(...files: File[]) {
  bringFiles(files);
  await vi.waitFor(() => {
    const { read, error } = bringingStore.getState();
    expect(read !== null || error !== null).toBe(true);
  }, patience);
  return bringingStore.getState();
}

describe('files that a visitor brings', () => {
  it('are known by their names', () => {
    const known = (name: string): boolean => isOfModel(new File([], name));
    expect(['a.safetensors', 'pytorch_model.bin', 'a.PT', 'config.json', 'my-tokenizer.json'].map(known)).toEqual(
      new Array(5).fill(true),
    );
    expect(['a.txt', 'run.unroll', 'data.json', 'a.wav'].map(known)).toEqual(new Array(4).fill(false));
  });

  it('become a contender that is not trained, in a race on their tokens', async () => {
    const { read, error } = await brought(weights('torch_lstm'));
    expect(error).toBeNull();
    expect(read).toMatchObject({ title: 'torch.nn', questions: [] });
    await addBrought();
    const { config, brought: kept } = configStore.getState();
    expect(config.task).toMatchObject({ name: 'tokens', read: 'numbers', tokens: 11 });
    expect(config.contenders).toHaveLength(1);
    expect(config.contenders[0]).toMatchObject({ name: 'torch_lstm', frozen: true, norm: 'none', head_bias: true });
    expect(kept.map(({ id }) => id)).toEqual([config.contenders[0]?.weights]);
    expect(bringingStore.getState().open).toBe(false);
    expect(lacksMaterial(configStore.getState())).toBe(false);
  });

  it('join a race on the same tokens, under a name of their own', async () => {
    for (const name of ['torch_lstm', 'torch_gru']) {
      await brought(weights(name, 'model.safetensors'));
      await addBrought();
    }
    expect(configStore.getState().config.contenders.map(({ name }) => name)).toEqual(['model', 'model 2']);
    expect(configStore.getState().brought).toHaveLength(2);
  });

  it('are read with the tokenizer beside them, in any order', async () => {
    bringFiles([new File([smallTokenizer], 'tokenizer.json')]);
    await vi.waitFor(() => expect(bringingStore.getState().tokenizer?.tokens).toBe(9), patience);
    await brought(weights('torch_lstm'));
    await addBrought();
    const { config, tokenizer } = configStore.getState();
    expect(config.task).toMatchObject({ read: 'tokenizer', tokens: 9 });
    expect(tokenizer).toBe(smallTokenizer);
  });

  it('ask, and an answer that does not fit is refused until it is changed', async () => {
    const { read } = await brought(weights('torch_rnn'));
    expect(read?.questions.map(({ field }) => field.key)).toEqual(['one_hot', 'nonlinearity']);
    answer('nonlinearity', 'relu');
    await vi.waitFor(() => expect(bringingStore.getState().error).toMatch(/ReLU/), patience);
    answer('nonlinearity', 'tanh');
    await vi.waitFor(() => expect(bringingStore.getState().error).toBeNull(), patience);
    await addBrought();
    expect(configStore.getState().brought[0]?.answers).toEqual({ one_hot: 'yes', nonlinearity: 'tanh' });
  });

  it('that are pickles, or no weights, are refused with what to do', async () => {
    expect((await brought(new File([Uint8Array.of(0x80, 2)], 'model.bin'))).error).toMatch(/three lines of Python/);
    bringingStore.setState(nothingBrought, true);
    expect((await brought(new File(['abc'], 'a.safetensors'))).error).toBe('The file is too short to be safetensors.');
  });

  it('that cannot be read, because they are gone or a folder, are refused in our words', async () => {
    const gone = new File(['abcdefgh'], 'gone.safetensors');
    gone.slice = () => {
      throw new DOMException('A requested file could not be read', 'NotReadableError');
    };
    expect((await brought(gone)).error).toBe(UNREADABLE);
  });
});

describe('a link', () => {
  it('does not hold them, and its reader is asked for them', async () => {
    await brought(weights('torch_lstm'));
    await addBrought();
    const settings = configStore.getState();
    expect(leftBehind(settings, {}, '')).toMatch(/not its files of weights/);
    expect(toBeAdded(settings)).toBeNull();
    const elsewhere = { ...settings, brought: [] };
    expect(toBeAdded(elsewhere)).toMatch(/needs the file with the weights of torch_lstm/);
    expect(lacksMaterial(elsewhere)).toBe(true);
  });
});
