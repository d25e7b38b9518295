import { dualViews } from '../../duality/views';

export const views = dualViews;
