import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { quantile } from '../../src/quantile';

/** The largest share of the lines of the shorter file. */
const MOST = 0.4;
/** Shorter files hold little more than the language requires. */
const SHORT = 15;

interface File {
  readonly path: string;
  readonly count: number;
  /** How often each line occurs. */
  readonly lines: ReadonlyMap<string, number>;
}

/** Lines that say something: no imports, bindings, entry points, their parameters, attributes, directives, or lines of punctuation. */
function fileOf(path: string, text: string): File {
  const lines = new Map<string, number>();
  let count = 0;
  for (const line of text.split('\n').map(raw => raw.trim())) {
    if (
      line.length <= 8 ||
      !/\w{2}.*\w/.test(line) ||
      /^(import |} from |@|\/\/#|fn each\(|\w+: (usize|u32|f32),$)/.test(line)
    )
      continue;
    lines.set(line, (lines.get(line) ?? 0) + 1);
    count++;
  }
  return { path, count, lines };
}

/** Share of the shorter file's lines that the longer one has, in any order. */
function alike(a: File, b: File): number {
  const [short, long] = a.count < b.count ? [a, b] : [b, a];
  let common = 0;
  for (const [line, count] of short.lines) common += Math.min(count, long.lines.get(line) ?? 0);
  return common / short.count;
}

function pairsAlike(files: readonly File[]): string[] {
  const long = files.filter(({ count }) => count >= SHORT);
  return long.flatMap((a, i) =>
    long.slice(i + 1).flatMap(b => {
      const share = alike(a, b);
      return share > MOST ? [`${Math.round(share * 100)} % ${a.path} ${b.path}`] : [];
    }),
  );
}

const texts = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter(path => /\.(tsx?|css|wgsl)$/.test(path))
  .map(path => ({ path, text: readFileSync(`src/${path}`, 'utf8') }));

it('no two files are alike in more than 40 % of their lines', () => {
  expect(pairsAlike(texts.map(({ path, text }) => fileOf(path, text)))).toEqual([]);
});

it('files are small: 80 lines in the median, and 300 at most unless the first comment says why there are more', () => {
  const sizes = texts.map(({ path, text }) => ({
    path,
    count: text.split('\n').length - 1,
    first: text.slice(0, 400),
  }));
  expect(
    quantile(
      sizes.map(({ count }) => count),
      0.5,
    ),
  ).toBeLessThanOrEqual(80);
  const large = sizes.filter(({ count, first }) => count > 300 && !/^\/[/*][^\n]* lines/.test(first));
  expect(large.map(({ path, count }) => `${path} has ${count}`)).toEqual([]);
});

it('a copy is found in any order of its lines', () => {
  const lines = Array.from({ length: 20 }, (_, i) => `const name${i} = ${i};`);
  const [a, b] = [lines, [...lines.slice(12), ...lines.slice(0, 12).map(line => `${line} // else`)].reverse()];
  expect(pairsAlike([fileOf('a', a.join('\n')), fileOf('b', a.join('\n'))])).toEqual(['100 % a b']);
  expect(pairsAlike([fileOf('a', a.join('\n')), fileOf('b', b.join('\n'))])).toEqual([]);
});
