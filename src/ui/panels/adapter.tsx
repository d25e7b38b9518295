import type { AdapterReport } from '../../lab/worker/protocol';
import { trainOn } from '../actions';
import { choiceOf } from '../backend_choice';
import { significant } from '../format';
import { Hint } from '../kit/hint';
import { Icon } from '../kit/icons';
import { Menu } from '../kit/menu';
import { useOffline } from '../stores/offline';
import { notePace, paceKey, usePaces } from '../stores/paces';
import { type Preferences, setPreferences } from '../stores/preferences';
import { runStore, useRun } from '../stores/run';
import { MeasureButton } from './measure_button';
import './adapter.css';

/** What trains, in words, with a menu to choose it and a plain warning where it is slow. */
export function Adapter() {
  const adapter = useRun(state => state.adapter);
  if (!adapter) return <p className="adapter row muted">Looking for a GPU …</p>;
  return (
    <div className="adapter row">
      <AdapterMenu adapter={adapter} />
      {adapter.software && adapter.backend !== 'wasm' ? (
        <Hint text="This is not a GPU. Training is slow, and its times say nothing about a GPU." side="bottom">
          <span className="chip-warning" role="note">
            <Icon name="warning" size={14} />
            {adapter.backend === 'twin' ? 'CPU, slow' : 'Software adapter, slow'}
          </span>
        </Hint>
      ) : null}
      <MeasureButton />
    </div>
  );
}

interface Place extends Pick<Preferences, 'backend' | 'threads'> {
  readonly title: string;
}

function AdapterMenu({ adapter }: { adapter: AdapterReport }) {
  const paces = usePaces(({ stepsPerSecond }) => stepsPerSecond);
  const kept = useOffline(state => state.kept);
  return (
    <Menu
      name="adapter"
      trigger={
        <button type="button" className="button quiet adapter-choice" aria-label={`Adapter: ${adapter.adapter}`}>
          <span className="adapter-name cut" title={adapter.adapter}>
            {adapter.adapter}
          </span>
          <Icon name="down" size={14} />
        </button>
      }
      hint="What trains and samples. Choose the GPU or the CPU."
      align="start"
      onOpen={() => notePace(runStore.getState())}
      items={placesOf(adapter).map(place => ({
        title: place.title,
        about: paceWords(paces[paceKey(place)]),
        checked: paceKey(place) === paceKey(adapter),
        choose() {
          setPreferences({ backend: place.backend, threads: place.threads });
          trainOn(choiceOf(place));
        },
      }))}
      note={adapter.gpu === undefined ? `${withoutGpu(adapter)}${kept ? threadsLater() : ''}` : undefined}
    />
  );
}

function paceWords(stepsPerSecond: number | undefined): string {
  if (stepsPerSecond === undefined) return 'no speed measured in this race yet';
  return `${significant(stepsPerSecond, 2)} steps/s in this race`;
}

/** The GPU, and the CPU with all its threads and with one. */
function placesOf({ gpu, mostThreads = navigator.hardwareConcurrency }: AdapterReport): Place[] {
  const onGpu: Place[] = gpu === undefined ? [] : [{ title: `GPU: ${gpu}`, backend: 'webgpu', threads: null }];
  const counts = mostThreads > 1 ? [mostThreads, 1] : [1];
  const onCpu = counts.map((threads): Place => {
    const words = threads === 1 ? '1 thread' : `${threads} threads`;
    return { title: `CPU: ${words}`, backend: 'wasm', threads };
  });
  return [...onGpu, ...onCpu];
}

/** A host that does not isolate the page: the service worker does, from the next visit on. */
function threadsLater(): string {
  return crossOriginIsolated || navigator.hardwareConcurrency < 2 ? '' : ' The next visit trains on more threads.';
}

function withoutGpu({ reason }: AdapterReport): string {
  return reason === 'no_adapter'
    ? 'The browser found no GPU. Switch on hardware acceleration in its settings, update the graphics driver, and restart the browser.'
    : 'This browser has no WebGPU. It is in Chrome and Edge 113 or later (Linux: 144), Safari 26, and Firefox 141 on Windows or 145 on Apple silicon.';
}
