import { deltaViews } from '../../delta/views';

export const views = deltaViews;
