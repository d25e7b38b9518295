import { tinyRace } from '../browser/race';
import { expectCharts, expectMeasured, expectRace } from '../browser/race_flow';
import { test } from '../browser/test';

// e2e/long/alone/browsers/race: all families on WebGPU.
const pair = { ...tinyRace, contenders: tinyRace.contenders.slice(1, 3) };

test('each family trains, pauses, and samples, and its charts zoom', async ({ face }) => {
  await expectRace(face, tinyRace, 'wasm');
  await expectCharts(face);
});

test('on WebGPU a race trains, pauses, and samples, and the page says how the time per token was measured', async ({
  face,
}) => {
  await expectRace(face, pair, 'webgpu');
  await expectMeasured(face, pair);
});
