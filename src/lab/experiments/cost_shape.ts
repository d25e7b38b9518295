import { z } from 'zod';

const figure = z.number().nullable();

/** Figures of a StepCost. */
export const costShape = { milliseconds: figure, p10: figure, p90: figure, bytes: figure };
