import { describe, expect, it } from 'vitest';
import { Tape } from '../../src/autodiff/tape';
import { layerStateBytes } from '../../src/models/cost';
import { LanguageModel } from '../../src/models/language_model';
import { ModelError } from '../../src/models/mixer';
import { description as attention } from '../../src/models/mixers/attention/description';
import { description as linearAttention } from '../../src/models/mixers/linear_attention/description';
import { defineModel } from '../../src/models/model';

const config = (value: object = {}) => attention.schema.parse(value);

describe('attention config', () => {
  it('says which widths fit the heads', () => {
    expect(() => attention.parameters(config({ heads: 3 }), 16)).toThrow(ModelError);
    expect(() => attention.parameters(config({ heads: 3 }), 16)).toThrow('does not divide into 3 heads');
    expect(() => linearAttention.parameters({ heads: 3 }, 16)).toThrow('does not divide into 3 heads');
  });

  it('says how many learned positions training needs', () => {
    const blocks = [{ mixer: 'attention', positions: 'learned', places: 20 }];
    const model = defineModel({ vocab_size: 5, d_model: 8, blocks });
    const record = (L: number, training: boolean) => {
      const tape = new Tape({ training });
      return new LanguageModel(tape, model).blocks(tape.variable('x', [1, L, 8]), 1, L);
    };
    expect(() => record(21, true)).toThrow(ModelError);
    expect(() => record(21, true)).toThrow("set 'places' to 21 or more");
    expect(record(20, true).shape).toEqual([1, 20, 8]);
    expect(record(21, false).shape).toEqual([1, 21, 8]);
    expect(() => defineModel({ ...model.config, blocks: [{ ...blocks[0], places: 0 }] })).toThrow(/places/);
  });

  it('only learned positions are parameters', () => {
    const names = (positions: string) => attention.parameters(config({ positions }), 16).map(({ name }) => name);
    expect(names('learned')).toContain('positions.weight');
    for (const positions of ['rope', 'xpos', 'alibi', 'none', 'sinusoidal']) expect(names(positions)).toHaveLength(2);
  });

  it('state is as long as the window at most, cost grows up to it', () => {
    const windowed = config({ window: 7 });
    expect(attention.state(windowed, 16, 100).map(({ shape }) => shape)).toEqual([
      [7, 16],
      [7, 16],
    ]);
    expect(attention.state(config(), 16, 100)[0]?.shape).toEqual([100, 16]);
    expect(layerStateBytes(attention, config(), 16, 20)).toBe(2 * 20 * 16 * 4);
    expect(layerStateBytes(attention, windowed, 16, 20)).toBe(2 * 7 * 16 * 4);
    expect(attention.flops(windowed, 16, 50)).toBe(attention.flops(windowed, 16, 6));
    expect(attention.flops(config(), 16, 50)).toBeGreaterThan(attention.flops(config(), 16, 6));
    expect(attention.receptiveField(windowed)).toBe(7);
    expect(attention.receptiveField(config())).toBeNull();
  });

  it('fewer keys and values take less of the projection and of the state', () => {
    const grouped = config({ heads: 4, kv_heads: 2 });
    expect(attention.parameters(grouped, 16)[0]?.shape).toEqual([16 + 2 * 8, 16]);
    expect(layerStateBytes(attention, grouped, 16, 20)).toBe(2 * 20 * 8 * 4);
    expect(attention.flops(grouped, 16, 0)).toBeLessThan(attention.flops(config(), 16, 0));
    expect(() => attention.parameters(config({ heads: 4, kv_heads: 3 }), 16)).toThrow(
      'choose a number that divides them',
    );
  });

  it('linear attention costs the same everywhere', () => {
    expect(linearAttention.flops({ heads: 4 }, 16, 0)).toBe(linearAttention.flops({ heads: 4 }, 16, 999));
    expect(layerStateBytes(linearAttention, { heads: 4 }, 16, 1)).toBe(4 * 4 * 4 * 5);
  });
});
