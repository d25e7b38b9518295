/** The built page in Firefox: WebGPU on a software adapter, and WebAssembly without WebGPU. */
import { launchFirefox } from '../scripts/launch-firefox.mjs';
import { countSteps, MOBY_DICK, toFirstStep, withBuiltPage } from './built_page.mjs';
import { timed } from './timed.mjs';

/** Steps of each tiny contender. */
const STEPS = 200;
/** Milliseconds of training that are counted. */
const COUNTED = 15_000;

/** Two contenders whose steps cost next to nothing, so that what is left is how fast answers come. */
const TINY = {
  task: { name: 'text', source: 'moby-dick', length: 32 },
  contenders: [
    { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] },
    { name: 'Attention', d_model: 8, blocks: [{ mixer: 'attention', heads: 2 }] },
  ],
  training: { steps: 2 * STEPS, batch: 1 },
};

/** Two families whose time per token shows what each carries, so large that the work counts on a software adapter. */
const SAMPLING = {
  from: 256,
  limit: 4096,
  naive_limit: 0,
  samples: 3,
  contenders: [
    { name: 'LSTM', d_model: 256, blocks: [{ mixer: 'lstm' }, { mixer: 'lstm' }] },
    {
      name: 'Attention',
      d_model: 256,
      blocks: [
        { mixer: 'attention', heads: 4 },
        { mixer: 'attention', heads: 4 },
      ],
    },
  ],
};

/** @typedef {import('./result').CaseResult} CaseResult */

/**
 * @param {boolean} quick
 * @returns {Promise<import('./result').FamilyResult>}
 */
export function measureFirefox(quick) {
  return withBuiltPage(async address => ({
    name: 'firefox',
    title: 'The built page in Firefox',
    note:
      `Firefox on llvmpipe, from a local server. The two tiny contenders: LSTM and attention (2 heads), a block each, D 8, L 32, B 1; one step compiles, then ${STEPS} are timed; ` +
      `the experiment of sampling cost at D 256 with two blocks, 3 groups of 16 tokens at a position, without the idle round trip. ` +
      'The Moby-Dick race with WebGPU switched off: as in Chromium. The longest wait is that of a timer that the page should answer at once.',
    cases: [
      ...(await opened(address, true, page => tinyRace(page, quick ? 1 : 3))),
      ...(await opened(address, false, defaultRace)),
    ],
  }));
}

/**
 * @param {string} address
 * @param {boolean} webgpu
 * @param {(page: import('puppeteer-core').Page) => Promise<CaseResult[]>} measure
 */
async function opened(address, webgpu, measure) {
  const browser = await launchFirefox(webgpu);
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    await page.goto(`${address}${webgpu ? '?backend=webgpu' : ''}${MOBY_DICK}`);
    return await measure(page);
  } finally {
    await browser.close();
  }
}

/**
 * @param {import('puppeteer-core').Page} page
 * @param {number} times
 * @returns {Promise<CaseResult[]>}
 */
async function tinyRace(page, times) {
  const backend = await page.evaluate(async () => (await window.unroll.ready).backend);
  if (backend !== 'webgpu') throw new Error(`Firefox trains on ${backend}, not on WebGPU`);
  const took = [];
  for (let i = 0; i < times; i++) {
    await page.evaluate(config => window.unroll.load(config), TINY);
    took.push(
      await page.evaluate(async steps => {
        await window.unroll.train(1);
        const started = performance.now();
        await window.unroll.train(steps);
        return performance.now() - started;
      }, STEPS),
    );
  }
  const { rows } = await page.evaluate(params => window.unroll.experiment('sampling_cost', params), SAMPLING);
  return [
    {
      name: `${STEPS} steps of two tiny contenders, WebGPU`,
      work: { unit: 'step', amount: STEPS },
      outcomes: { Firefox: timed(took) },
    },
    ...SAMPLING.contenders.map(({ name }) => {
      const own = rows.filter(({ contender }) => contender === name);
      const at = (/** @type {number} */ position) =>
        1000 * Number(own.find(row => row.position === position)?.milliseconds);
      return {
        name: `${name}, WebGPU`,
        facts: {
          [`µs/token at ${SAMPLING.from}`]: at(SAMPLING.from),
          [`µs/token at ${SAMPLING.limit.toLocaleString('en')}`]: at(SAMPLING.limit),
          'idle round trip, ms': Math.max(...own.map(({ round_trip }) => Number(round_trip))),
        },
        outcomes: {},
      };
    }),
  ];
}

/**
 * @param {import('puppeteer-core').Page} page
 * @returns {Promise<CaseResult[]>}
 */
async function defaultRace(page) {
  const first = await page.evaluate(toFirstStep);
  const { rates, longest } = await page.evaluate(countSteps, COUNTED);
  return [
    {
      name: 'from opening to the first training step, wasm',
      work: { unit: 'step', amount: 1 },
      outcomes: { Firefox: timed([first]) },
    },
    ...rates.map(({ name, rate }) => ({ name: `${name}, wasm`, facts: { 'steps/s': rate }, outcomes: {} })),
    { name: "longest wait for the page's thread, wasm", facts: { ms: longest }, outcomes: {} },
  ];
}
