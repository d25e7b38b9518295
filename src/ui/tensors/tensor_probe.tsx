import { useState } from 'react';
import { writeNpy } from '../../lab/export/npy';
import { tensorCsv } from '../../lab/export/tensor_csv';
import type { ProbedTensor } from '../../lab/inspect/probe';
import { tensorAxes } from '../../lab/inspect/tensor_axes';
import { download, downloadText, safeFileName } from '../download';
import { whole } from '../format';
import { Button } from '../kit/button';
import { Menu } from '../kit/menu';
import { useInspection } from '../stores/inspection';
import { useRun } from '../stores/run';
import { TensorCombobox } from './tensor_combobox';
import { TensorFacts } from './tensor_facts';
import { TensorSlice } from './tensor_slice';
import { useTensor, useTensorEntries } from './use_tensors';
import './tensor_probe.css';

/** A tensor chosen by its name: what it is, its figures, and its values. */
export function TensorProbe() {
  const [name, choose] = useState<string | null>(null);
  const entries = useTensorEntries();
  const { found: tensor, trouble, step } = useTensor(name);
  const glyphs = useInspection(({ shown }) => shown?.inspection.glyphs) ?? [];
  const place = useInspection(state => state.wanted.contender);
  const D = useRun(({ config, members }) => config?.contenders[members[place]?.contender ?? 0]?.d_model ?? 0);
  const V = useRun(state => state.task?.vocabularySize ?? 0);
  const shown = tensor?.name === name ? tensor : null;
  const axes = shown ? tensorAxes(shown, { L: glyphs.length, D, V }) : [];
  const refused = entries.trouble ?? trouble;
  return (
    <div className="tensor-probe">
      <div className="tensor-search row">
        <TensorCombobox entries={entries.found ?? []} name={name} onChoose={choose} />
        {shown ? <SaveTensor tensor={shown} axes={axes} /> : null}
      </div>
      {refused ? <p role="alert">{refused}</p> : null}
      {shown ? (
        <>
          <TensorFacts tensor={shown} axes={axes} />
          <TensorSlice key={shown.name} tensor={shown} axes={axes} glyphs={glyphs} />
        </>
      ) : (
        <p className="muted small">
          {entries.found
            ? `${whole(entries.found.length)} tensors. Names are as in state-spaces/mamba; .grad is a gradient, .residual the stream after a layer, state what is carried.`
            : 'Listing the tensors …'}
        </p>
      )}
      {shown && step !== null ? <p className="muted small">After step {whole(step)}.</p> : null}
    </div>
  );
}

function SaveTensor({ tensor, axes }: { tensor: ProbedTensor; axes: readonly string[] }) {
  const { name, shape, values } = tensor;
  const file = safeFileName(name);
  return (
    <Menu
      name="save-tensor"
      trigger={<Button icon="download" label="Save" />}
      align="end"
      items={[
        {
          title: 'Save as .npy',
          about: 'For numpy.load.',
          choose: () => download(`${file}.npy`, new Blob([writeNpy(shape, values)])),
        },
        {
          title: 'Save as CSV',
          about: 'A line for each number, with its place on each axis.',
          choose: () => downloadText(`${file}.csv`, tensorCsv(axes, shape, values)),
        },
      ]}
    />
  );
}
