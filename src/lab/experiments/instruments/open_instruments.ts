import type { Backend } from '../../../gpu/backend';
import { GradientProbe } from '../../inspect/gradient_probe';
import type { Contender } from '../../race/contender';
import type { Instruments, NumberType, Trainee, TrainingJob } from './instruments';
import { observe } from './observe';
import { samplePositions } from './sample_positions';
import { scoreLength } from './score_length';
import { timeTraining } from './time_training';
import { checkTraining, makeContender, trainUpTo } from './train_contender';

/** Shaders and WebAssembly compute in float32, the twins in float64. */
const NUMBERS = { webgpu: 'float32', wasm: 'float32', twin: 'float64' } as const satisfies Record<
  Backend['kind'],
  NumberType
>;

/** The instruments of one run of an experiment. */
export function openInstruments(backend: Backend, signal: AbortSignal): Instruments {
  return {
    numbers: NUMBERS[backend.kind],
    checkTraining: (contenders, task, batch) => checkTraining(backend, contenders, task, batch),
    contender: async job => traineeOf(backend, signal, job, await makeContender(backend, job)),
    timeTraining: (name, model, shape) => timeTraining(backend, name, model, shape, signal),
    samplePositions: (model, positions, how, onTurn) => samplePositions(backend, model, positions, how, signal, onTurn),
  };
}

function traineeOf(backend: Backend, signal: AbortSignal, job: TrainingJob, contender: Contender): Trainee {
  const { model, trainer } = contender;
  return {
    model,
    get steps() {
      return contender.steps;
    },
    get seconds() {
      return contender.seconds;
    },
    trainUpTo: (goal, onTurn) => trainUpTo(contender, goal, { steps: job.training.steps, signal, onTurn }),
    score: (task, limits) => scoreLength(backend, contender, task, limits, signal),
    async probe() {
      const shape = { B: job.training.batch, L: job.task.length };
      const probe = await GradientProbe.make(backend, model, trainer.parameters, shape);
      return {
        rounding: probe.rounding,
        async norms(batch, position) {
          const norms = await probe.norms(batch, position, signal);
          if (!norms) throw signal.reason;
          return norms;
        },
        destroy: () => probe.destroy(),
      };
    },
    observer: () => observe(backend, job.task, contender, signal),
    destroy: () => contender.destroy(),
  };
}
