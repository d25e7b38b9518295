import type { ModelConfig } from '../../models/config';
import { findMixer } from '../../models/registry';

/** The blocks of a model by their mixers, and its width: '24 × Mamba, D 768'. */
export function shapeWords({ blocks, d_model }: Pick<ModelConfig, 'blocks' | 'd_model'>): string {
  const runs: { title: string; count: number }[] = [];
  for (const { mixer, mlp } of blocks) {
    const title = `${findMixer(mixer).title}${mlp ? ' with MLP' : ''}`;
    const last = runs.at(-1);
    if (last?.title === title) last.count++;
    else runs.push({ title, count: 1 });
  }
  return `${runs.map(({ title, count }) => `${count} × ${title}`).join(', ')}, D ${d_model}`;
}
