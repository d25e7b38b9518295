import type { RunConfig } from '../lab/config/config';
import { delay } from '../lab/delay';
import type { AdapterReport } from '../lab/worker/protocol';
import { differs, reset } from './actions';
import { hasBrought, lacksBrought } from './brought_for';
import { checkConfig, heavyRace, lacksMaterial, parametersOf } from './check';
import { keepBrought, readBrought } from './import/kept_brought';
import { writeKernels } from './kernel_storage';
import { encodeLink } from './link';
import { askForLacking, followLacking } from './link_limits';
import { followNames } from './next_race';
import { openLink } from './open_link';
import { OwnMaterial } from './own_material';
import { readStored, writeStored } from './stored';
import { asideStore, readAside } from './stores/aside';
import { configStore, setConfig } from './stores/config';
import { keepingStore } from './stores/keeping';
import { measurementStore } from './stores/measurement';
import { setLost, setNotKept } from './stores/not_kept';
import { followPaces } from './stores/paces';
import { preferencesStore } from './stores/preferences';
import { runStore } from './stores/run';
import { phaseOf, raceStep } from './stores/run_state';
import { followSettings } from './stores/settings_history';

/** The page opens after so many milliseconds, even if the browser has not yet said what it keeps. */
const PATIENCE = 3000;

/** Milliseconds after the last change of the settings before an untrained race is loaded again. */
const settle = 700;

/** Restores the last visit, then opens the link. From then on it keeps the link, the storage, and an untrained run up to date. */
export async function start(): Promise<void> {
  readAside();
  const leftBefore = asideStore.getState().entries;
  const stored = readStored();
  // Parts that were put aside leave the storage. Otherwise every visit would put them aside again.
  if (asideStore.getState().entries !== leftBefore) writeStored(stored);
  if (stored.lost) setLost(stored.lost);
  if (stored.preferences) preferencesStore.setState(stored.preferences);
  if (stored.config) setConfig(stored.config);
  if (stored.ownText !== null) configStore.setState({ ownText: stored.ownText });
  const own = new OwnMaterial();
  const restored = restore(own);
  // Runs beside the other reads, because the page appears only once it has ended.
  const keeping = keep();
  /** The settings that the address bar stands for; null: it stands for none. */
  let linked: RunConfig | null = null;
  const follow = async () => {
    const opened = await openLink(restored);
    linked = opened === 'nothing' ? null : configStore.getState().config;
    return opened;
  };
  const opened = await follow();
  window.addEventListener('hashchange', () => void follow());
  // Only a race on own text, sound, or music waits for them.
  const { config } = configStore.getState();
  if (config.task.source === 'own' || hasBrought({ config })) await restored;
  if (lacksBrought(configStore.getState()) !== null) askForLacking();

  let writing: ReturnType<typeof setTimeout> | undefined;
  const remember = () => {
    clearTimeout(writing);
    writing = setTimeout(async () => {
      await restored;
      const { ownText: kept } = await own.keep(configStore.getState());
      const { config, ownText } = configStore.getState();
      const elsewhere = kept === ownText;
      const textIsStored = writeStored({
        config,
        ownText: elsewhere ? null : ownText,
        preferences: preferencesStore.getState(),
      });
      if (textIsStored && !elsewhere) setNotKept('text', null);
      if (config === linked) return;
      const hash = await encodeLink(config);
      if (configStore.getState().config !== config) return;
      linked = config;
      if (hash !== location.hash) history.replaceState(null, '', hash);
    }, 250);
  };
  configStore.subscribe(remember);
  measurementStore.subscribe((now, before) => {
    if (now.remembered !== before.remembered) writeKernels(now.remembered);
  });
  preferencesStore.subscribe(remember);
  followNames();
  followSettings();
  followPaces();
  followLacking();

  const goesOn = await Promise.race([keeping, delay(PATIENCE).then(() => nothingGoesOn)]);
  const heavyLink = opened === 'race' && parametersOf(configStore.getState().config) > heavyRace;
  loadWhenQuiet(!heavyLink, goesOn);
}

/** Lets a race whose GPU was gone go on by itself; false: there is none. */
type GoesOn = (backend: AdapterReport['backend'] | undefined) => boolean;

const nothingGoesOn: GoesOn = () => false;

/** Keeps races from now on. If that part of the page cannot be loaded, the page says so. */
async function keep(): Promise<GoesOn> {
  try {
    const { beginKeeping } = await import('./kept/begin');
    return await beginKeeping();
  } catch {
    keepingStore.setState({ refusal: { why: 'a part of the page could not be loaded; reload it', full: false } });
    return nothingGoesOn;
  }
}

/** Restores own text, sound, and music of earlier visits, unless there are newer ones. */
async function restore(own: OwnMaterial): Promise<void> {
  const [{ ownText, ownSound, ownMusic }, { brought, tokenizer }] = await Promise.all([own.read(), readBrought()]);
  configStore.setState(now => ({
    ownText: now.ownText ?? ownText,
    ownSound: now.ownSound ?? ownSound,
    ownMusic: now.ownMusic ?? ownMusic,
    brought: [...brought, ...now.brought],
    tokenizer: now.tokenizer ?? tokenizer,
  }));
  keepBrought();
}

/** An untrained run costs nothing to replace, so it follows the settings, and the page shows their example and sizes. */
function loadWhenQuiet(loadFirst: boolean, goesOn: GoesOn): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    const run = runStore.getState();
    const settings = configStore.getState();
    const phase = phaseOf(run);
    if (phase === 'empty' && goesOn(run.adapter?.backend)) return;
    if (!checkConfig(settings.config).ok || lacksMaterial(settings)) return;
    if (phase === 'empty' && loadFirst) reset();
    const idle =
      phase === 'ready' ||
      (phase === 'compiling' && raceStep(run) === 0) ||
      (phase === 'failed' && run.trouble?.failure.startsWith('bad_'));
    if (idle && !run.playing && differs(settings, run)) reset();
  };
  configStore.subscribe((now, before) => {
    if (
      now.config === before.config &&
      now.ownText === before.ownText &&
      now.ownSound === before.ownSound &&
      now.ownMusic === before.ownMusic &&
      now.brought === before.brought &&
      now.tokenizer === before.tokenizer
    )
      return;
    clearTimeout(timer);
    timer = setTimeout(look, settle);
  });
  runStore.subscribe((now, before) => {
    if (now.adapter && !before.adapter) queueMicrotask(look);
  });
}
