import { type CurveColumn, type CurveQuantity, curveFacts } from '../../lab/race/curve';
import { compact, duration, percent, roundCount, significant, tickNumber, timeTick } from '../format';

interface ColumnFormat {
  readonly format: (value: number) => string;
  /** The format of a round value on an axis. */
  readonly tickFormat: (value: number) => string;
  /** All values are whole numbers. */
  readonly whole: boolean;
}

const number = { format: (value: number) => significant(value), tickFormat: tickNumber, whole: false };

const formats: Readonly<Record<CurveQuantity, ColumnFormat>> = {
  count: { format: value => compact(Math.round(value)), tickFormat: roundCount, whole: true },
  amount: { format: compact, tickFormat: roundCount, whole: true },
  nats: number,
  norm: number,
  share: { format: percent, tickFormat: share => `${Number((100 * share).toPrecision(6))} %`, whole: false },
  time: {
    format: seconds => (seconds < 10 ? `${significant(seconds, 2)} s` : duration(seconds)),
    tickFormat: timeTick,
    whole: false,
  },
};

/** How to write the values of a column of a curve. */
export function columnFormat(column: CurveColumn): ColumnFormat {
  return formats[curveFacts[column].quantity];
}
