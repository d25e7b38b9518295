import { tinyRace } from '../../../browser/race';
import { expectMeasured, expectRace } from '../../../browser/race_flow';
import { test } from '../../../browser/test';

test('on WebGPU each family trains, pauses, and samples, and the page says how the time per token was measured', async ({
  face,
}) => {
  await expectRace(face, tinyRace, 'webgpu');
  await expectMeasured(face, tinyRace);
});
