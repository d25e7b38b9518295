import type { Command, CurvePoints, Event } from '../../../src/lab/protocol';
import { countParameters, stateBytes } from '../../../src/models/cost';
import { defineModel } from '../../../src/models/model';

// A worker that trains nothing: smooth curves, plausible costs. For looking at the page only.
const say = (event: Event) => self.postMessage(event);
let runId = 0;
let config: Extract<Command, { type: 'load' }>['config'] | null = null;
let steps = 0;
let goal = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const letters =
  'Call me Ishmael. Some years ago, never mind how long precisely, having little or no money in my purse, and nothing particular to interest me on shore, I thought I would sail about a little and see the watery part of the world. ';
const models = () =>
  (config?.contenders ?? []).map(c =>
    defineModel({ vocab_size: isText() ? 80 : 16, d_model: c.d_model, blocks: c.blocks }),
  );
const isText = () => config?.task.name === 'text';

function tick() {
  if (!config) return;
  const n = Math.min(2, goal - steps);
  config.contenders.forEach((_, i) => {
    const step = Float64Array.from({ length: n }, (_, k) => steps + k + 1);
    const start = isText() ? 4.38 : 2.7;
    const floor = isText() ? ([1.75, 1.9, 2.05, 1.95][i % 4] ?? 2) : ([0.05, 1.2, 2.1, 0.4][i % 4] ?? 1);
    const rate = [90, 160, 120, 110][i % 4] ?? 100;
    const ideal = (s: number) =>
      floor + (start - floor) * Math.exp(-s / rate) * 0.7 + (start - floor) * 0.3 * Math.exp(-s / (rate * 8));
    const loss = step.map(s => ideal(s) + (Math.random() - 0.5) * 0.15);
    const validation = step.map(s =>
      s % 25 === 0 || s === 1 ? ideal(s) * 1.02 + (Math.random() - 0.5) * 0.02 : Number.NaN,
    );
    const B = config?.training.batch ?? 8;
    const points: CurvePoints = {
      step,
      loss,
      validation,
      accuracy: step.map(s => (isText() ? Number.NaN : Math.min(1, Math.exp(-ideal(s)) + 0.02))),
      gradientNorm: step.map(() => 1),
      tokens: step.map(s => s * B * 128),
      flops: step.map(s => s * B * 128 * 6 * 70_000 * (1 + i * 0.1)),
      seconds: step.map(s => s * (0.05 + 0.02 * i)),
    };
    say({ type: 'progress', runId, contender: i, points });
  });
  steps += n;
  const { lr, seed } = config.training;
  if (lr > 0.5 && steps === 20)
    say({
      type: 'failed',
      runId,
      contender: 1,
      failure: 'diverged',
      message: 'LSTM diverged at step 20: its loss is no longer a number. Reset with a lower learning rate.',
    });
  if (seed === 666 && steps === 20) {
    clearInterval(timer);
    say({
      type: 'failed',
      runId,
      failure: 'device_lost',
      message: 'The GPU was lost (the browser gave no reason). Press Reset to start again on a new device.',
    });
  }
  if (seed === 667 && steps === 20) throw new Error('Out of luck.');
  if (steps >= goal) {
    clearInterval(timer);
    say({ type: 'playing', runId, playing: false });
    const status = steps >= config.training.steps ? 'finished' : 'paused';
    config.contenders.forEach((_, i) => {
      say({ type: 'status', runId, contender: i, status });
    });
  }
}

self.onmessage = async ({ data }: MessageEvent<Command>) => {
  switch (data.type) {
    case 'open':
      await new Promise(r => setTimeout(r, 200));
      say({ type: 'ready', adapter: 'SwiftShader (software)', software: true, backend: 'webgpu' });
      break;
    case 'load': {
      clearInterval(timer);
      runId = data.runId;
      config = data.config;
      steps = 0;
      const id = runId;
      for (let i = 0; i < config.contenders.length; i++) {
        for (let k = 1; k <= 5; k++) {
          await new Promise(r => setTimeout(r, 40));
          if (id !== runId) return;
          say({ type: 'compiling', runId, contender: i, done: k * 6, total: 30 });
        }
      }
      const glyphs = isText()
        ? [...'Call me Ishmael. Some years ago—never mind how long']
        : [...'··C···A·B····D······A··C··B···????????'];
      const scored = (_: string, i: number) =>
        isText() ? (glyphs[i + 1] ?? '?') : glyphs[i] === '?' ? ('CABDACB'[i - 30] ?? 'A') : null;
      say({
        type: 'loaded',
        runId,
        task: {
          vocabularySize: isText() ? 80 : 16,
          length: 128,
          prompt: isText() ? 'Call me ' : '··C···A·B····D······A··C··B···',
          baselines: isText()
            ? [{ name: 'character frequency', loss: 3.06 }]
            : [{ name: 'chance', loss: Math.log(14) }],
          example: { glyphs, targets: glyphs.map(scored) },
        },
        contenders: models().map(m => ({
          parameters: countParameters(m),
          trainingFlops: 6 * countParameters(m),
          samplingFlops: 2 * countParameters(m),
          plannedBytes: 8e6,
          dispatchesPerStep: 58,
          receptiveField: null,
        })),
      });
      break;
    }
    case 'play':
      if (!config) break;
      goal = data.steps ? Math.min(config.training.steps, steps + data.steps) : config.training.steps;
      say({ type: 'playing', runId, playing: true });
      config.contenders.forEach((_, i) => {
        say({ type: 'status', runId, contender: i, status: 'training' });
      });
      clearInterval(timer);
      timer = setInterval(tick, 50);
      break;
    case 'pause':
      clearInterval(timer);
      say({ type: 'playing', runId, playing: false });
      config?.contenders.forEach((_, i) => {
        say({ type: 'status', runId, contender: i, status: 'paused' });
      });
      break;
    case 'sample':
      if (data.request.prompt.includes('ß')) {
        say({
          type: 'failed',
          runId,
          failure: 'bad_prompt',
          message: 'The character “ß” does not occur in the training text; leave it out.',
        });
        break;
      }
      config?.contenders.forEach(async (_, i) => {
        const model = models()[i];
        for (let t = 0; t < data.request.tokens; t += 8) {
          await new Promise(r => setTimeout(r, 30));
          if (data.runId !== runId || !model) return;
          const positions = Float64Array.from([t + data.request.prompt.length]);
          const cost = [0.9, 0.7, 1.1, 0.8][i % 4] ?? 1;
          const rising = config?.contenders[i]?.blocks.some(b => b.mixer === 'attention') ? t * 0.004 : 0;
          const naive = data.request.naive ? 1 + t * 0.02 : 1;
          say({
            type: 'sampled',
            runId,
            sampleId: data.sampleId,
            contender: i,
            text: isText()
              ? letters
                  .slice((t + i * 31) % 220)
                  .slice(0, 8)
                  .padEnd(8, 'e')
              : 'CABDACBD',
            positions,
            milliseconds: positions.map(() => (cost + rising) * naive * (0.9 + 0.25 * Math.random())),
            bytes: positions.map(p => stateBytes(model, p)),
            done: t + 8 >= data.request.tokens,
          });
        }
      });
      break;
    case 'stop_sampling':
      break;
    case 'save':
      say({ type: 'saved', runId, contender: data.contender, bytes: new Uint8Array(16) });
      break;
    case 'measure':
    case 'stop_measuring':
      break;
    default:
      data satisfies never;
  }
};
