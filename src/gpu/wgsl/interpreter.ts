import { INSTRUCTION_LENGTH, opcodeOf } from '../kernels/decode/instructions';
import { parametersOf, type Step } from '../kernels/decode/step';
import { steps } from '../kernels/decode/steps';

/** WGSL: an operand of the instruction at `at`, in the type that the step's function takes. */
function operand(type: string, order: number): string {
  const place = `program[at + ${order + 1}u]`;
  return type === 'i32' ? place : type === 'f32' ? `bitcast<f32>(${place})` : `u32(${place})`;
}

function call(step: Step): string {
  const values = parametersOf(step).map(({ name, type, order }) => (order === undefined ? name : operand(type, order)));
  return `${step.name}(${values.join(', ')});`;
}

/** WGSL: the steps' functions, and `run_step`, which runs the instruction at a place of the program. */
function interpreter(): string {
  const opcodes = steps.map(({ name }) => `const ${name.toUpperCase()}: i32 = ${opcodeOf(name)};`);
  const cases = steps.map(step => `    case ${step.name.toUpperCase()}: { ${call(step)} }`);
  return [
    `const LENGTH: u32 = ${INSTRUCTION_LENGTH}u;  // of an instruction`,
    ...opcodes,
    ...steps.map(({ source }) => source),
    'fn run_step(at: u32, local: u32, sequence: u32, position: u32) {',
    '  switch (program[at]) {',
    ...cases,
    '    default: {}',
    '  }',
    '}',
  ].join('\n');
}

/** Replaces the line `//#steps` of a shader by an interpreter of all steps. */
export function withSteps(source: string): string {
  return source.replace(/^\/\/#steps$/m, interpreter);
}
