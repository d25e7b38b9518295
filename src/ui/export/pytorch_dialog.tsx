import { Fragment, useEffect, useRef, useState } from 'react';
import type { Field } from '../../field';
import { delay } from '../../lab/delay';
import { raceName } from '../../lab/runs/race_name';
import { snapshot } from '../actions';
import { fetchCorpus } from '../corpus';
import { download, safeFileName } from '../download';
import { bytes } from '../format';
import { Button } from '../kit/button';
import { FieldError } from '../kit/field_error';
import { NumberField } from '../kit/number_field';
import { SelectField } from '../kit/select_field';
import { givenOwn } from '../own';
import { configStore } from '../stores/config';
import { useSlowRun } from '../stores/run';
import { phaseOf, type RunState, seedOptions } from '../stores/run_state';
import { dataWords, exportedContenders, holdsMaterial } from './export_words';
import { writeProject } from './write_project';
import './pytorch_dialog.css';

const STEPS = 100;
const field: Field = {
  key: 'steps',
  label: 'Batches',
  help: 'Training steps whose batches are in the project.',
  min: 1,
  max: 10_000,
};

/** Milliseconds of work between two chances for the page to draw. */
const TURN = 12;

type Doing = { readonly is: 'nothing' | 'writing' } | { readonly is: 'done' | 'failed'; readonly words: string };

/** What the PyTorch project of the race holds, how it is run, and the button that writes it. */
export function PytorchDialog() {
  const run = useSlowRun(500);
  const { config } = run;
  const [seed, setSeed] = useState(String(run.ofSeed));
  const [steps, setSteps] = useState(STEPS);
  const [doing, setDoing] = useState<Doing>({ is: 'nothing' });
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);
  if (config === null) return <p className="empty">There is no race yet.</p>;
  const kept = snapshot()?.contenders ?? [];
  const contenders = exportedContenders(
    run,
    kept.map(({ trainer }) => trainer?.steps),
  );
  const untrained = kept.every(({ trainer }) => (trainer?.steps ?? 0) === 0);
  const seeds = seedOptions(run);
  const write = async () => {
    setDoing({ is: 'writing' });
    try {
      const name = `${safeFileName(raceName(config))}-pytorch.zip`;
      const ofSeed = seed === ALL ? null : Number(seed);
      const zip = await writeProject({ ...sourceOf(run), config, ofSeed, steps, pause: pauseUnless(gone) });
      download(name, zip);
      setDoing({ is: 'done', words: `${name} is written, ${bytes(zip.size)}.` });
    } catch (error) {
      if (!gone.current) setDoing({ is: 'failed', words: failureWords(error) });
    }
  };
  return (
    <div className="stack">
      <p>
        A zip with this race in plain PyTorch: its models, the data, and training with the same optimiser and schedule,
        on one device or with torchrun on many. Weights are safetensors with the names of state-spaces/mamba.
      </p>
      <dl className="pytorch-contenders">
        {contenders.map(({ name, words }) => (
          <Fragment key={name}>
            <dt className="cut">{name}</dt>
            <dd className="muted">{words}</dd>
          </Fragment>
        ))}
      </dl>
      <p className="small muted">
        {untrained
          ? 'The race has not trained yet: the project begins with its first weights.'
          : phaseOf(run) === 'training'
            ? 'The race trains on; the project has the last kept step.'
            : 'Training goes on from there, as it would here.'}{' '}
        {dataWords(config)}
      </p>
      {seeds.length > 1 ? (
        <SelectField
          label="Seeds"
          help="The seed whose models the project holds."
          value={seed}
          options={[...seeds, { value: ALL, label: `all ${seeds.length} seeds` }]}
          onChange={setSeed}
        />
      ) : null}
      {holdsMaterial(config) ? null : <NumberField field={field} value={steps} byDefault={STEPS} onChange={setSteps} />}
      <p className="small muted">In the folder where it is unpacked:</p>
      <pre className="pytorch-commands">
        <code>{'pip install -r requirements.txt\npython train.py\ntorchrun --nproc_per_node=2 train.py'}</code>
      </pre>
      <div className="row wrap">
        <Button
          label={doing.is === 'writing' ? 'Writing …' : 'Write the zip'}
          className="primary"
          disabled={doing.is === 'writing'}
          onClick={() => void write()}
        />
        <p className="small muted grow" role="status">
          {doing.is === 'done' ? doing.words : ''}
        </p>
      </div>
      <FieldError>{doing.is === 'failed' ? doing.words : null}</FieldError>
    </div>
  );
}

const ALL = 'all';

/** The race that is loaded, not the settings of the next one. */
function sourceOf(run: RunState) {
  const { tokenizer } = configStore.getState();
  return {
    materials: {
      corpus: fetchCorpus,
      ...givenOwn(run),
      tokenizer: tokenizer ?? undefined,
    },
    members: snapshot()?.contenders ?? [],
  };
}

/** Lets the page draw now and then, and ends the work when nobody waits for it. */
function pauseUnless(gone: { readonly current: boolean }): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < TURN) return;
    await delay(0);
    if (gone.current) throw new Error('The dialog was closed.');
    last = performance.now();
  };
}

function failureWords(error: unknown): string {
  return error instanceof Error ? error.message : 'The project could not be written.';
}
