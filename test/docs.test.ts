import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { main } from '../headless/main';
import { parseParams } from '../src/lab/experiments/parse_params';
import { findExperiment } from '../src/lab/experiments/registry';

const files = ['README.md', 'ARCHITECTURE.md', 'bench/RESULTS.md', ...readdirSync('docs').map(name => `docs/${name}`)]
  .filter(name => name.endsWith('.md'))
  .map(name => ({ name, text: readFileSync(name, 'utf8') }));
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));
const folders = readdirSync('src').filter(name => !name.includes('.'));

describe.each(files)('$name', ({ name, text }) => {
  test('every file that it names exists', () => {
    for (const [, link = ''] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g))
      expect(existsSync(join(dirname(name), link)), link).toBe(true);
    for (const [, code = ''] of text.matchAll(/`([\w./-]+\/[\w./-]+)`/g)) {
      const [top = ''] = code.split('/');
      const own = folders.includes(top) ? `src/${code}` : code;
      if (!existsSync(top) && !folders.includes(top)) continue;
      const found = ['', '.ts', '.tsx', '.mjs'].some(ending => existsSync(own + ending));
      expect(found || code.includes('NAME') || top === 'dist', code).toBe(true);
    }
  });

  test('every command that it names exists, with its flags', async () => {
    for (const [, run, script = ''] of text.matchAll(/npm (run )?(?:--silent )?([a-z][\w:]*)/g))
      if (run !== undefined) expect(Object.keys(scripts), script).toContain(script);
      else expect(['ci', 'start', 'test']).toContain(script);
    const help = await helpText();
    for (const [, command = '', rest = ''] of text.matchAll(/headless -- ([a-z]+)([^`\n]*)/g)) {
      expect(help).toMatch(new RegExp(`^  ${command} `, 'm'));
      for (const [flag] of rest.matchAll(/--[a-z-]+/g)) expect(help, `${command} ${flag}`).toContain(flag);
    }
  });
});

test('experiments accept every parameter file of docs/experiments.md', () => {
  const text = readFileSync('docs/experiments.md', 'utf8');
  const named = [...text.matchAll(/headless -- experiment (\w+) --params P\.json[^{]*?(\{[\s\S]*?\})(?:`|\n```)/g)];
  expect(named.length).toBeGreaterThanOrEqual(6);
  for (const [, name = '', json = ''] of named) {
    const params: unknown = JSON.parse(json);
    expect(parseParams(findExperiment(name), params), name).toMatchObject(z.looseObject({}).parse(params));
  }
});

async function helpText(): Promise<string> {
  const said: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation(line => said.push(String(line)));
  expect(await main(['--help'])).toBe(0);
  log.mockRestore();
  return said.join('\n');
}
