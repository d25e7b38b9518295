import { bytesCase } from './bytes';
import { decodeCase, decodeShapes } from './decode';
import { copyCase, fmaCases } from './machine';
import { matmulCase, matmulShapes } from './matmul';
import type { TableName } from './measured';
import { scanCase, scanShapes } from './scan';
import type { CountedCase, MeasuredCase } from './subject';
import { trainingCase } from './training';
import { trainingShapes } from './training_shapes';

const { transformer, lstm2, mamba, conv } = trainingShapes;
const families = [transformer, lstm2, mamba, conv];

/** bench/ has the longest scans of one sequence. */
const LONGEST_SCAN = 16384;

/** The page's part of the shapes that bench/ measures; about a minute on a software adapter. */
export const tables: Readonly<Record<TableName, readonly (MeasuredCase | CountedCase)[]>> = {
  machine: [...fmaCases, copyCase],
  matmul: matmulShapes.map(matmulCase),
  training: families.map(shape => trainingCase(shape)),
  scan: scanShapes.filter(({ L }) => L >= 1024 && L <= LONGEST_SCAN).map(scanCase),
  decode: decodeShapes.map(decodeCase),
  bytes: families.map(shape => bytesCase({ ...shape, L: 512 })),
};
