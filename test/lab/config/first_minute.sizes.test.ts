import { afterAll, expect, test } from 'vitest';
import { runConfig } from '../../../src/lab/config/config';
import { firstMinute } from '../../../src/lab/config/presets';
import { backends } from '../../support/backends';
import { closeAll, drive } from '../../support/driven_session';
import { sizes } from '../../support/sizes';

afterAll(closeAll);

test.each(sizes([1], [2, 3, 4, 5, 6, 7]))(
  'the first race shows its point with seed %i: Mamba has 95 in 100 right while the convolution has at most half',
  async seed => {
    const { config } = firstMinute;
    const race = runConfig.parse({ ...config, training: { ...config.training, seed } });
    const { session, events } = await drive(await backends.wasm(), race);
    const shares = [0, 0];
    const shown = (): boolean => {
      for (const event of events.splice(0))
        if (event.type === 'answered') shares[event.contender] = event.right / event.asked;
      const [mamba = 0, convolution = 1] = shares;
      return mamba >= 0.95 && convolution <= 0.5;
    };
    for (let step = 0; step < race.training.steps && !shown(); step += race.training.validate_every) {
      session.play(race.training.validate_every);
      await session.idle();
    }
    expect(shown(), `${shares}`).toBe(true);
  },
);
