import { parametersOf, type Step } from './step';
import { type OperandOf, type StepName, steps } from './steps';

/** Integers of an instruction: its step's opcode, then its operands. */
export const INSTRUCTION_LENGTH = 1 + Math.max(...steps.map(({ operands }) => operands.length));

/** A step's place among all, from 1. */
export function opcodeOf(name: StepName): number {
  return 1 + steps.findIndex(step => step.name === name);
}

function stepOf(opcode: number): Step {
  const step: Step | undefined = steps[opcode - 1];
  if (!step) throw new RangeError(`there is no step ${opcode}`);
  return step;
}

const bits = new DataView(new ArrayBuffer(4));

/** The bits of a 32-bit float as an integer: a program holds integers only. */
function toBits(value: number): number {
  bits.setFloat32(0, value);
  return bits.getInt32(0);
}

function fromBits(value: number): number {
  bits.setInt32(0, value);
  return bits.getFloat32(0);
}

/** The operands of a step in order, and whether each is a float. */
function operandsOf(step: Step): { readonly name: string; readonly isFloat: boolean }[] {
  const floats = new Set(parametersOf(step).flatMap(({ name, type }) => (type === 'f32' ? [name] : [])));
  return step.operands.map(name => ({ name, isFloat: floats.has(name) }));
}

export function encode<Name extends StepName>(
  name: Name,
  operands: Readonly<Record<OperandOf<Name>, number>>,
): number[] {
  const opcode = opcodeOf(name);
  const values: Readonly<Record<string, number>> = operands;
  const encoded = operandsOf(stepOf(opcode)).map(operand => {
    const value = values[operand.name] ?? 0;
    return operand.isFloat ? toBits(value) : value;
  });
  const padding = Array<number>(INSTRUCTION_LENGTH - 1 - encoded.length).fill(0);
  return [opcode, ...encoded, ...padding];
}

/** The instruction at `at`. Throws RangeError if there is no such step. */
export function decode(program: ArrayLike<number>, at: number): { step: Step; operands: Record<string, number> } {
  const step = stepOf(Number(program[at]));
  const entries = operandsOf(step).map(({ name, isFloat }, i) => {
    const value = Number(program[at + 1 + i]);
    return [name, isFloat ? fromBits(value) : value] as const;
  });
  return { step, operands: Object.fromEntries(entries) };
}
