import type { Model } from '../../models/model';
import type { BatchShape } from '../recording/batch_shape';
import { Recording } from '../recording/recording';
import type { ScoredTensors } from './scored_plan';
import { RESULT_SLOTS } from './step_result';

/** The loss of a model on whole sequences (B, L), in the form that trains, without its backward pass. */
export function recordEvaluation(model: Model, shape: BatchShape): Recording<'forward', ScoredTensors> {
  return new Recording(model, shape, { trains: true }, recorder => {
    const tokens = recorder.tokens();
    const scoring = recorder.loss(recorder.blocks(recorder.embed(tokens)), RESULT_SLOTS);
    return { lists: { forward: recorder.take() }, tensors: { ...scoring, tokens } };
  });
}
