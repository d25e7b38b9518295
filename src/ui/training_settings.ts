import { type OwnTraining, type TrainingConfig, trainingConfig } from '../lab/config/config';

/** The norm that is set when the visitor switches clipping on. */
const USUAL_NORM = 1;

type Settings = Readonly<Record<string, unknown>>;

/** A value for each field of the training (see training_fields). */
export function settingsOf({
  betas: [beta1, beta2],
  clip_norm,
  seeds = 1,
  dropout = 0,
  start_length = null,
  length_warmup = null,
  carry_state = false,
  ...training
}: TrainingConfig) {
  const clip = { clip: clip_norm !== null, clip_norm: clip_norm ?? USUAL_NORM };
  return { ...training, beta1, beta2, ...clip, seeds, dropout, start_length, length_warmup, carry_state };
}

/** The training with these settings. Those that earlier links do not have are left out at their defaults. */
export function trainingOf(settings: Settings): TrainingConfig {
  const { beta1, beta2, clip, clip_norm, seeds, dropout, start_length, length_warmup, carry_state, ...training } =
    settings;
  return trainingConfig.parse({
    ...training,
    betas: [beta1, beta2],
    clip_norm: clip ? clip_norm : null,
    ...(seeds === 1 ? {} : { seeds }),
    ...(dropout === 0 ? {} : { dropout }),
    ...(start_length === null ? {} : { start_length }),
    ...(carry_state ? { carry_state: true } : {}),
    ...(length_warmup === null || start_length === null ? {} : { length_warmup }),
  });
}

/** What a contender with these settings has of its own, in a race with this training; undefined: nothing. */
export function ownTrainingOf(settings: Settings, training: TrainingConfig): OwnTraining | undefined {
  const { lr, warmup, schedule, betas, eps, weight_decay, clip_norm, seed, ...set } = trainingOf(settings);
  const { dropout = 0, start_length = null, length_warmup = null, carry_state = false } = set;
  const optional = { dropout, start_length, length_warmup, carry_state };
  const all = { lr, warmup, schedule, betas, eps, weight_decay, clip_norm, seed, ...optional };
  const shared: Settings = { dropout: 0, start_length: null, length_warmup: null, carry_state: false, ...training };
  const own = Object.entries(all).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(shared[key]));
  return own.length === 0 ? undefined : Object.fromEntries(own);
}
