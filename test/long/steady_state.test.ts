import { it } from 'vitest';
import { expectSteady } from '../support/steady_state';

it('2,000 steady-state training steps create no GPU object and leave GPU and JS memory flat', () => expectSteady(2000));
