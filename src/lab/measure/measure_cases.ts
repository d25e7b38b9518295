import type { Backend } from '../../gpu/backend';
import { type MeasuredRow, type TableName, tableNames } from './measured';
import type { CountedCase, MeasuredCase, Subject } from './subject';
import { alternate, type Effort } from './timing';

/** Thrown by a measurement that must end. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** A case and the table it belongs to. */
export interface TableEntry {
  readonly table: TableName;
  readonly measured: MeasuredCase | CountedCase;
}

export function entriesOf(tables: Readonly<Record<TableName, readonly (MeasuredCase | CountedCase)[]>>): TableEntry[] {
  return tableNames.flatMap(table => tables[table].map(measured => ({ table, measured })));
}

/** Throws Stopped before each repetition once `stopped` says so. */
export function stoppable(subject: Subject, stopped: () => boolean): Subject {
  return {
    ...subject,
    async run(times) {
      if (stopped()) throw new Stopped('measuring was stopped');
      await subject.run(times);
    },
  };
}

/** One row. A case that cannot run on this device becomes a row that says why. Throws only Stopped. */
export async function measureEntry(
  backend: Backend,
  { table, measured }: TableEntry,
  effort: Effort,
  stopped: () => boolean,
): Promise<MeasuredRow> {
  const { name } = measured;
  try {
    if ('count' in measured) return { table, name, facts: await measured.count() };
    const { work, flops } = measured;
    const subject = await measured.ours(backend);
    try {
      const [timing] = await alternate([stoppable(subject, stopped)], effort);
      return { table, name, work, timing, flops, facts: subject.facts() };
    } finally {
      subject.destroy();
    }
  } catch (error) {
    if (error instanceof Stopped || stopped()) throw new Stopped('measuring was stopped');
    return { table, name, facts: {}, failure: error instanceof Error ? error.message : String(error) };
  }
}
