import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';

import { flowOf } from '../../../src/models/flow';
import { defineModel } from '../../../src/models/model';
import { StripDrawing } from '../../../src/ui/blocks/strip_drawing';

/** The numbers of an attribute of all rectangles of a class. */
function numbersOf(markup: string, kind: string, attribute: string): number[] {
  return [...markup.matchAll(/<rect [^>]*>/g)]
    .map(([tag]) => tag)
    .filter(tag => tag.includes(`class="${kind}"`))
    .map(tag => Number(new RegExp(` ${attribute}="([^"]*)"`).exec(tag)?.[1]));
}

test.each([1, 2, 4, 8])('of %i blocks, boxes that are filled by the same share are filled as high', blocks => {
  const model = defineModel({
    vocab_size: 16,
    d_model: 16,
    blocks: Array.from({ length: blocks }, () => ({ mixer: 'lstm', mlp: 32 })),
  });
  const flow = flowOf(model, 32);
  const markup = renderToStaticMarkup(
    createElement(StripDrawing, { flow, shares: new Float32Array(2 * blocks).fill(0.5) }),
  );
  const heights = numbersOf(markup, 'blocks-fill', 'height');
  expect(heights).toHaveLength(2 * blocks);
  expect(new Set(heights).size).toBe(1);
  expect(heights[0], 'a twelfth is seen as a line').toBeGreaterThanOrEqual(6);
  expect(Math.min(...numbersOf(markup, 'blocks-fill', 'width'))).toBeGreaterThan(2);
});
