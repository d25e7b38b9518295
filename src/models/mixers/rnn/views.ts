import { rnnSequence } from '../../../gpu/kernels/recurrent/rnn';
import type { Views } from '../../engine';
import type { RecurrentConfig } from '../../recurrent/description';
import { memoryViews } from '../../recurrent/views';

export const views: Views<RecurrentConfig> = async ({ kept, L }) => memoryViews(await kept(rnnSequence, 'gates'), L);
