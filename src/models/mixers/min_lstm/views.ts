import { minimalViews } from '../../minimal/views';

export const views = minimalViews(2, {
  key: 'forget_gate',
  title: 'Forget gate f / (f + i)',
  help: 'How much of its memory each unit keeps: 1 keeps all, 0 replaces all by what is new.',
  of: kept => kept,
});
