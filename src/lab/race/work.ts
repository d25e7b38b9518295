/** What a step of a stage takes. */
export interface StageWork {
  /** Its first step, from 0. */
  readonly from: number;
  /** Of a step. */
  readonly tokens: number;
  /** Of a token, forward and backward. */
  readonly flops: number;
}

/** Tokens and FLOPs of the first `steps` steps of a training, by its stages in order. */
export function workOf(
  stages: readonly StageWork[],
  steps: number,
): { readonly tokens: number; readonly flops: number } {
  let [tokens, flops] = [0, 0];
  stages.forEach((stage, i) => {
    const count = Math.max(0, Math.min(steps, stages[i + 1]?.from ?? steps) - stage.from);
    tokens += count * stage.tokens;
    flops += count * stage.tokens * stage.flops;
  });
  return { tokens, flops };
}
