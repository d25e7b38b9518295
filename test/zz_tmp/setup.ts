import { mixers } from '../../src/models/registry';
import { linearAttention } from '../../src/models/mixers/linear_attention';
(mixers as any).push(linearAttention);
