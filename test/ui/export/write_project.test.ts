import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readCorpus } from '../../../headless/materials';
import { runConfig } from '../../../src/lab/config/config';
import { readSafetensors } from '../../../src/lab/export/safetensors';
import { dataWords, exportedContenders, holdsMaterial } from '../../../src/ui/export/export_words';
import { type ProjectRequest, writeProject } from '../../../src/ui/export/write_project';
import { freshRun, initialRun } from '../../../src/ui/stores/run_state';
import { smallTokenizer } from '../../support/small_tokenizer';

const block = { d_model: 4, blocks: [{ mixer: 'rnn' }] };
const brought = { ...block, weights: 'some-file' };
const task = { name: 'tokens', read: 'tokenizer', source: 'random', tokens: 9, length: 8 };
const config = runConfig.parse({
  task,
  contenders: [
    { ...brought, name: 'Still', frozen: true },
    { ...block, name: 'RNN' },
  ],
  training: { batch: 2, validation_batches: 1 },
});
const materials = { corpus: readCorpus, tokenizer: smallTokenizer };
const request = (config: ProjectRequest['config']): ProjectRequest => {
  return { config, materials, members: [], ofSeed: 0, steps: 3, pause: async () => {} };
};

test('a race on the tokens of another model has batches of tokens; contenders that are not trained are left out', async () => {
  const zip = unzipSync(new Uint8Array(await (await writeProject(request(config))).arrayBuffer()));
  expect(Object.keys(zip).filter(path => path.startsWith('weights/'))).toEqual(['weights/0/model.safetensors']);
  const { tensors } = readSafetensors(zip['data/seed-1/train-0.safetensors'] ?? new Uint8Array());
  expect(tensors.get('tokens')?.shape).toEqual([3, 2, 8]);
  expect(holdsMaterial(config)).toBe(false);
  expect(dataWords(config)).toMatch(/The tokenizer is not inside/);
  const run = freshRun(initialRun, 1, { config, slots: [0, 1], ownText: null, ownSound: null, ownMusic: null });
  const members = run.members.map((member, i) => (i === 0 ? { ...member, status: 'frozen' as const } : member));
  expect(exportedContenders({ config, members }, [])).toEqual([
    { name: 'Still', words: expect.stringMatching(/^left out/) },
    { name: 'RNN', words: 'its first weights' },
  ]);
});

test('it says what cannot be exported', async () => {
  const [still] = config.contenders;
  if (!still) throw new Error('there is no contender');
  await expect(writeProject(request({ ...config, contenders: [still] }))).rejects.toThrow('nothing to export');
  const trains = { ...still, frozen: false };
  await expect(writeProject(request({ ...config, contenders: [trains] }))).rejects.toThrow(
    /Still begins with the weights of a file/,
  );
  await expect(writeProject({ ...request(config), materials: { corpus: readCorpus } })).rejects.toThrow(
    'There is no tokenizer yet',
  );
});

test('members with several seeds and steps are one line', () => {
  const two = runConfig.parse({
    task: { name: 'parity' },
    contenders: [{ ...block, name: 'RNN' }],
    training: { seeds: 2 },
  });
  const run = freshRun(initialRun, 1, { config: two, slots: [0], ownText: null, ownSound: null, ownMusic: null });
  expect(exportedContenders(run, [3, 5])).toEqual([{ name: 'RNN', words: 'steps 3 to 5 of 2,000, with moments' }]);
});
