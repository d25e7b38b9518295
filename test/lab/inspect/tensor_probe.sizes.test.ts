import { it } from 'vitest';
import { mixers } from '../../../src/models/registry';
import { gpuBackend } from '../../support/gpu';
import { expectProbesEqualTwins } from '../../support/probe_case';
import { sizes } from '../../support/sizes';

const names = mixers.map(({ name }) => name);

it.each(sizes(['mamba'], names))('every tensor of %s is on webgpu as on the twins', async name =>
  expectProbesEqualTwins(await gpuBackend(), { mixer: name, mlp: 12 }),
);
