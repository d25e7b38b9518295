import { it } from 'vitest';
import { expectSteady } from '../support/steady_state';

it('2,000 steady-state training steps create no GPU object and leave GPU and JS memory flat', () =>
  expectSteady('webgpu', 2000));

it('20,000 steady-state training steps on wasm make nothing and leave its memory and that of JS flat', () =>
  expectSteady('wasm', 20_000));
