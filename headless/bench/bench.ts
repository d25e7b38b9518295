import { availableParallelism, cpus } from 'node:os';
import { decodeCase, decodeShapes } from '../../src/lab/measure/decode';
import { copyCase, fmaCases } from '../../src/lab/measure/machine';
import { matmulCase, matmulShapes } from '../../src/lab/measure/matmul';
import { measureEntry, Stopped } from '../../src/lab/measure/measure_cases';
import type { MeasuredRow, TableName } from '../../src/lab/measure/measured';
import { scanCase, scanShapes } from '../../src/lab/measure/scan';
import type { MeasuredCase } from '../../src/lab/measure/subject';
import type { Effort } from '../../src/lab/measure/timing';
import { trainingCase } from '../../src/lab/measure/training';
import { trainingShapes } from '../../src/lab/measure/training_shapes';
import { openHeadless } from '../backend';
import { interruptible } from '../interruption';
import { probeOutputs, writeOutputs, writeStdout } from '../outputs';
import { backendFlag, type Flags, UsageError } from '../usage';
import { type BenchReport, markdown } from './markdown';

const THOROUGH: Effort = { samples: 15, sampleMilliseconds: 200, budgetMilliseconds: 20_000 };
const QUICK: Effort = { samples: 5, sampleMilliseconds: 60, budgetMilliseconds: 3_000 };

/** Ours of the cases of bench/: all that is timed on a backend. */
const tables = {
  machine: [...fmaCases, copyCase],
  matmul: matmulShapes.map(matmulCase),
  training: Object.values(trainingShapes).map(shape => trainingCase(shape)),
  scan: scanShapes.map(scanCase),
  decode: decodeShapes.map(decodeCase),
} as const satisfies Partial<Record<TableName, readonly MeasuredCase[]>>;

type BenchTable = keyof typeof tables;

/** `bench`: measures a backend. If it is interrupted, writes the rows so far, then throws. */
export async function bench(flags: Flags): Promise<void> {
  const choice = backendFlag(flags);
  const names = chosenTables(flags.only);
  const chosen = names.flatMap(table =>
    tables[table].filter(({ name }) => name.includes(flags.filter ?? '')).map(measured => ({ table, measured })),
  );
  if (chosen.length === 0) throw new UsageError(`no row of ${names.join(', ')} has '${flags.filter}' in its name`);
  const outs = flags.out === undefined ? [] : [flags.out];
  probeOutputs(outs);
  await interruptible(async on => {
    const opened = await openHeadless(choice);
    const rows: MeasuredRow[] = [];
    try {
      for (const entry of chosen) {
        process.stderr.write(`${entry.table}: ${entry.measured.name}\n`);
        const effort = flags.quick ? QUICK : THOROUGH;
        rows.push(await measureEntry(opened.backend, entry, effort, () => on.interruption !== undefined));
        await on.breathe();
      }
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
    const report: BenchReport = {
      adapter: opened.report.adapter,
      backend: opened.report.backend,
      processor: `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} logical processors`,
      quick: flags.quick ?? false,
      rows,
    };
    if (flags.out === undefined) writeStdout(markdown(report));
    else writeOutputs([{ path: flags.out, content: markdown(report) }]);
    if (on.interruption) throw on.interruption.saying(`interrupted after ${rows.length} of ${chosen.length} rows`);
    const failed = rows.filter(({ failure }) => failure !== undefined).length;
    if (failed > 0) throw new Error(`${failed} of ${rows.length} rows could not be measured; the table says why`);
  });
}

function chosenTables(only: string | undefined): BenchTable[] {
  const known = Object.keys(tables).filter(isTable);
  const wanted = only?.split(',') ?? known;
  const unknown = wanted.filter(name => !isTable(name));
  if (unknown.length > 0) throw new UsageError(`there is no table '${unknown[0]}'; there are ${known.join(', ')}`);
  return wanted.filter(isTable);
}

function isTable(name: string): name is BenchTable {
  return Object.hasOwn(tables, name);
}
