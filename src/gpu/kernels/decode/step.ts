import type { Numbers } from '../../kernel';

/** What the twin of `decode_model` works on, for one token of one sequence. */
export interface Machine {
  readonly workspace: Float64Array;
  readonly parameters: Numbers;
  /** Of the sequence: `size` numbers for each, from `offset` on. */
  state(offset: number, size: number): Numbers;
  /** Of the program, behind its instructions. */
  readonly tables: Numbers;
  readonly sequence: number;
  readonly position: number;
  readonly token: number;
  readonly seed: number;
  readonly topK: number;
  readonly temperature: number;
  /** `token` is read next, `sampled` is the answer. */
  write(token: number, sampled: number): void;
}

/** One step of a program for `decode_model`: what a token goes through, from places in the workspace to others. */
export interface Step<Name extends string = string, Operand extends string = string> {
  /** That of its WGSL file, and of the function there. */
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

/** Declares a step; infers its name and its operands', so that a missing one is a type error where a program is written. */
export function defineStep<const Name extends string, const Operand extends string>(
  step: Omit<Step<Name, Operand>, 'source'>,
): Step<Name, Operand> {
  const source = files[`../../../shaders/decode/steps/${step.name}.wgsl`];
  if (source === undefined) throw new Error(`no file of a step has the name '${step.name}'`);
  return { ...step, source };
}

/** What the interpreter tells a step, beside its operands. */
const told: readonly string[] = ['local', 'sequence', 'position'];

interface Parameter {
  readonly name: string;
  readonly type: string;
  /** Its operand's, among the step's; undefined: the interpreter tells it. */
  readonly order: number | undefined;
}

/** Of a step's WGSL function, in order. Throws where they are not the step's operands and what the interpreter tells. */
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

/** y (n) at `y`, or added to it. */
export function put({ workspace }: Machine, y: number, adds: number, values: Numbers): void {
  values.forEach((value, i) => {
    workspace[y + i] = adds ? workspace[y + i] + value : value;
  });
}
