import type { Numbers } from '../../kernel';

/** What the twin of `decode_model` works on, for one token of one sequence. */
export interface Machine {
  readonly workspace: Float64Array;
  readonly parameters: Numbers;
  /** The part of this sequence in a tensor of state that begins at `offset` and has `size` numbers a sequence. */
  state(offset: number, size: number): Numbers;
  /** What follows the instructions in the program. */
  readonly tables: Numbers;
  readonly sequence: number;
  readonly position: number;
  readonly token: number;
  readonly seed: number;
  readonly topK: number;
  readonly temperature: number;
  /** `token` is held, unless one was given; `sampled` is what was sampled, or NOTHING_SAMPLED. */
  write(token: number, sampled: number): void;
}

/** One step of a program for `decode_model`: reads places of the workspace, parameters, and state, and writes to other places. */
export interface Step<Name extends string = string, Operand extends string = string> {
  /** Also the name of its WGSL file and of the function there. */
  readonly name: Name;
  readonly source: string;
  /** Places and sizes, by the names of the function's parameters. */
  readonly operands: readonly Operand[];
  /** Plain loops in float64. */
  twin(operands: Readonly<Record<Operand, number>>, machine: Machine): void;
}

const files = import.meta.glob<string>('../../../shaders/decode/steps/*.wgsl', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/**
 * Declares a step. The type has its name and those of its operands, so a missing operand is a type error where a program is written.
 * Throws if shaders/decode/steps has no file of that name.
 */
export function defineStep<const Name extends string, const Operand extends string>(
  step: Omit<Step<Name, Operand>, 'source'>,
): Step<Name, Operand> {
  const source = files[`../../../shaders/decode/steps/${step.name}.wgsl`];
  if (source === undefined) throw new Error(`no file of a step has the name '${step.name}'`);
  return { ...step, source };
}

/** What the interpreter passes to a step, apart from its operands. */
const told: readonly string[] = ['local', 'sequence', 'position'];

interface Parameter {
  readonly name: string;
  readonly type: string;
  /** Its place among the step's operands; undefined if the interpreter passes it. */
  readonly order: number | undefined;
}

/** The parameters of a step's WGSL function, in order. Throws if they are not the step's operands and what the interpreter passes. */
export function parametersOf({ name, source, operands }: Step): Parameter[] {
  const list = new RegExp(`^fn ${name}\\(([^)]*)\\)`, 'm').exec(source)?.[1] ?? '';
  const parameters = [...list.matchAll(/(\w+): (\w+)/g)].map(([, parameter = '', type = '']) => ({
    name: parameter,
    type,
    order: told.includes(parameter) ? undefined : operands.indexOf(parameter),
  }));
  const orders = new Set(parameters.flatMap(({ order }) => order ?? []));
  if (orders.has(-1) || orders.size !== operands.length) {
    throw new Error(`fn ${name}(${list}) does not take the operands ${operands.join(', ')}`);
  }
  return parameters;
}

/** Writes values to the workspace from `y` on, or adds them. */
export function put({ workspace }: Machine, y: number, adds: number, values: Numbers): void {
  values.forEach((value, i) => {
    workspace[y + i] = adds ? workspace[y + i] + value : value;
  });
}
