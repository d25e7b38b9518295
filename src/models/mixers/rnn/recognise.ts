import { ModelError } from '../../mixer';
import type { Question, Recognise } from '../../recognise';
import { recogniseRecurrent } from '../../recurrent/recognise';

const nonlinearity = {
  kind: 'choice',
  field: {
    key: 'nonlinearity',
    label: 'Nonlinearity',
    help: 'What torch.nn.RNN applies to each new h. The file does not say it.',
    options: [
      { value: 'tanh', label: 'tanh' },
      { value: 'relu', label: 'ReLU' },
    ],
  },
  usual: 'tanh',
} as const satisfies Question;

const shaped = recogniseRecurrent(1);

export const recognise: Recognise = (shapes, D, answers) => {
  const found = shaped(shapes, D, answers);
  if (!found) return undefined;
  if ((answers[nonlinearity.field.key] ?? nonlinearity.usual) !== 'tanh')
    throw new ModelError('an RNN with ReLU is not among the mixers here; its nonlinearity must be tanh');
  return { ...found, questions: [nonlinearity] };
};
