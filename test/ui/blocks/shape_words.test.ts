import { expect, test } from 'vitest';
import { flowOf } from '../../../src/models/flow';
import { defineModel } from '../../../src/models/model';
import { carriedInAll, stripWords } from '../../../src/ui/blocks/carried_words';
import { shapeWords } from '../../../src/ui/blocks/shape_words';

const sizes = { B: 16, L: 128, D: 64, V: 1000 };

test('letters come with their numbers, and without them where one is not known', () => {
  expect(shapeWords('(B, L, D)', sizes)).toBe('(B, L, D) = 16 × 128 × 64');
  expect(shapeWords('(B, L, V)', { ...sizes, L: null })).toBe('(B, L, V)');
});

test('the small picture says what is carried in all', () => {
  const flow = (...blocks: object[]) => flowOf(defineModel({ vocab_size: 9, d_model: 16, blocks }), 64);
  expect(carriedInAll(flow({ mixer: 'lstm' }))).toBe('128 B');
  expect(carriedInAll(flow({ mixer: 'attention' }))).toBe('+ 128 B/token');
  expect(stripWords('A', flow({ mixer: 'lstm' }, { mixer: 'lstm' }))).toBe(
    'A: 2 blocks, 16 channels. It carries a state of fixed size.',
  );
  expect(stripWords('B', flow({ mixer: 'attention' }))).toContain('a memory that grows with every token');
});
