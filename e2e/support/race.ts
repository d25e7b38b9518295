import type { RunConfig } from '../../src/lab/config/config';
import { runConfig } from '../../src/lab/config/config';

/** Contenders of four families, so small that a software adapter makes about ten steps a second. */
export const smallRace: RunConfig = runConfig.parse({
  task: { name: 'text', source: 'moby-dick', length: 32 },
  contenders: [
    { name: 'Mamba', d_model: 32, blocks: [{ mixer: 'mamba', d_state: 8 }] },
    { name: 'LSTM', d_model: 32, blocks: [{ mixer: 'lstm' }] },
    { name: 'Conv', d_model: 32, blocks: [1, 3].map(dilation => ({ mixer: 'conv', kernel: 3, dilation })) },
    { name: 'Attention', d_model: 32, blocks: [{ mixer: 'attention', heads: 2 }] },
  ],
  training: { steps: 240, batch: 8, lr: 2e-2, warmup: 10, validate_every: 20, validation_batches: 4 },
});

/** One small contender, for tests that do not need four. */
export const loneRace: RunConfig = {
  ...smallRace,
  contenders: smallRace.contenders.slice(1, 2),
};

export function withTraining(config: RunConfig, training: Partial<RunConfig['training']>): RunConfig {
  return { ...config, training: { ...config.training, ...training } };
}

/** Three contenders whose kernels compile fastest, for tests that need any three. */
export const quickRace: RunConfig = {
  ...smallRace,
  contenders: runConfig.shape.contenders.parse([
    { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] },
    { name: 'GRU', d_model: 8, blocks: [{ mixer: 'gru' }] },
    { name: 'RNN', d_model: 8, blocks: [{ mixer: 'rnn' }] },
  ]),
};

/** Two small contenders that learn a sound. */
export function soundRace(source: string): RunConfig {
  return runConfig.parse({
    task: { name: 'audio', source, length: 64 },
    contenders: [
      { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] },
      { name: 'RNN', d_model: 8, blocks: [{ mixer: 'rnn' }] },
    ],
    training: { steps: 20, batch: 2, lr: 1e-2, warmup: 2, validate_every: 10, validation_batches: 1 },
  });
}

/** The address that opens a race, in the form of earlier versions. */
export function addressOf(
  config: RunConfig,
  search: '' | '?backend=webgpu' | `?backend=wasm&threads=${number}` = '',
): string {
  return `/${search}#race=${Buffer.from(JSON.stringify(config)).toString('base64url')}`;
}
