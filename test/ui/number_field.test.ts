import { Tooltip } from 'radix-ui';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import { NumberField } from '../../src/ui/kit/number_field';

vi.stubGlobal('window', { matchMedia: () => ({ matches: false }) });

const heads = { key: 'heads', label: 'Heads', help: 'How many.', min: 1, max: 16, options: [1, 2, 4] };

function shown(field: typeof heads & { readonly absent?: string }, value: number): string {
  const element = createElement(NumberField, { field, value, onChange: () => {} });
  return renderToStaticMarkup(createElement(Tooltip.Provider, null, element)).replace(/<[^>]*>/g, ' ');
}

it('a list of numbers says what it means that none is given', () => {
  expect(shown({ ...heads, absent: 'as many as queries' }, Number.NaN)).toContain('as many as queries');
  expect(shown({ ...heads, absent: 'as many as queries' }, 2)).toMatch(/ 2 /);
  expect(shown(heads, 3)).toMatch(/ 3 /);
});
