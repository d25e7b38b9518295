import { type Member, membersOf } from '../src/lab/config/members';
import { contenderFacts } from '../src/lab/race/contender_facts';
import { writeWeights } from '../src/lab/runs/member_weights';
import { memberModel } from '../src/lab/runs/parse_run';
import type { RaceRun, RunMember } from '../src/lab/runs/run';
import { type Output, probeOutputs, writeOutputs, writeStdout } from './outputs';
import { savePaths } from './places';
import { readRaceRun } from './run_file';
import { type Flags, required, UsageError } from './usage';

/** `weights`: writes the weights in a run file as `run --save` does, and says on standard output which file has whose, of which step. */
export function weights(flags: Flags): void {
  const path = required(flags, 'file');
  const run = readRaceRun(path);
  const places = savePaths(required(flags, 'out'), run.config);
  const outputs: Output[] = [];
  const said: string[] = [];
  const without: string[] = [];
  for (const [index, member] of membersOf(run.config).entries()) {
    const own = run.members[index];
    const [place, content] = [places[index], contentOf(run, member, own)];
    if (place === undefined || content === undefined) {
      without.push(whyNone(member, own));
      continue;
    }
    outputs.push({ path: place, content });
    said.push(`${place}  ${member.name}, step ${own?.trainer?.steps}${own?.status === 'diverged' ? DIVERGED : ''}\n`);
  }
  if (outputs.length === 0) {
    const still = run.members.some(({ status }) => status !== 'frozen');
    const fix = still ? `; train it by 'run --resume ${path} --save-run ${path}'` : '';
    throw new UsageError(`${path} holds no weights: ${without.join(', ')}${fix}`);
  }
  probeOutputs(
    outputs.map(({ path: place }) => place),
    [path],
  );
  writeOutputs(outputs);
  for (const words of without) console.error(`unroll: ${path}: ${words}`);
  writeStdout(said.join(''));
}

const DIVERGED = ', the last that was kept before it diverged';

function contentOf({ config, vocabulary }: RaceRun, member: Member, own: RunMember | undefined) {
  if (!own?.trainer) return undefined;
  const { steps, parameters } = own.trainer;
  const about = contenderFacts(config.task, member, steps, vocabulary);
  // The twins keep weights as doubles, and their files hold float32.
  return writeWeights(memberModel(member, vocabulary.length), { parameters: Float32Array.from(parameters) }, about);
}

function whyNone({ name }: Member, own: RunMember | undefined): string {
  if (own?.status === 'frozen') return `${name} is not trained, and its weights are in a file of their own`;
  return own?.status === 'diverged' ? `${name} diverged before a step was kept` : `${name} has no step that was kept`;
}
