import { minimalViews } from '../../minimal/views';

export const views = minimalViews(1, {
  key: 'update_gate',
  title: 'Update gate z',
  help: 'How much of its memory each unit replaces by what is new: 1 replaces all, 0 keeps all.',
  of: kept => 1 - kept,
});
