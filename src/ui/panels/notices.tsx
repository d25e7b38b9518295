import { type Standing, standingWords } from '../../lab/race/standing';
import type { AdapterReport } from '../../lab/worker/protocol';
import { dismissResumed } from '../actions';
import { duration } from '../format';
import { lazyPart } from '../kit/lazy_part';
import { Dismiss, Notice } from '../kit/notice';
import { RunFileNotice } from '../run_files/run_file_notice';
import { useOffline } from '../stores/offline';
import { useRun } from '../stores/run';
import { byContender, ofSampling, stepsOf } from '../stores/run_state';
import { AsideNotices } from './aside_notices';
import { FaultNotice } from './fault_notice';
import { NextRaceBar } from './next_race_bar';
import { TroubleNotice } from './trouble_notice';
import './notices.css';

const NewerNotice = lazyPart(() => import('../offline/newer_notice').then(part => part.NewerNotice), null);
const KeptNotices = lazyPart(() => import('../kept/kept_notices').then(part => part.KeptNotices), null);

/** Everything that is wrong, each with what to do about it. Nothing that the visitor typed is changed. */
export function Notices() {
  const adapter = useRun(state => state.adapter);
  const trouble = useRun(state => state.trouble);
  const resumedAt = useRun(state => state.resumedAt);
  const replaced = useRun(state => state.replaced);
  const newer = useOffline(state => state.newer);
  return (
    <div className="notices">
      <FaultNotice />
      <NextRaceBar />
      <AsideNotices />
      <RunFileNotice />
      {newer ? <NewerNotice /> : null}
      <KeptNotices />
      {adapter?.backend === 'twin' ? (
        <Notice title={adapter.reason === 'no_adapter' ? 'The browser found no GPU.' : 'This browser has no WebGPU.'}>
          {withoutGpu(adapter)}
        </Notice>
      ) : null}
      {resumedAt === null ? null : (
        <Notice title="The GPU was lost and is back." actions={<Dismiss onClick={dismissResumed} />}>
          {stands(resumedAt)}
        </Notice>
      )}
      {replaced === null ? null : (
        <Notice title="" actions={<Dismiss onClick={dismissResumed} />}>
          {replaced}
        </Notice>
      )}
      <SlowNotice />
      {trouble && !ofSampling(trouble) ? <TroubleNotice trouble={trouble} /> : null}
    </div>
  );
}

function stands(standing: Standing): string {
  const same = 'Its curves are the same as if nothing had happened.';
  if (standing.step > 0) return `${standingWords(standing)}, the last one that was kept. ${same}`;
  return `${standingWords(standing)}.${standing.is === 'training' ? ` ${same}` : ''}`;
}

function withoutGpu({ reason }: AdapterReport): string {
  const way = 'Training runs on the CPU instead: it works, but slowly; choose fewer parameters.';
  if (reason === 'no_adapter')
    return `${way} For the GPU, switch on hardware acceleration in the browser’s settings, update the graphics driver, and restart the browser.`;
  return `${way} WebGPU is in Chrome and Edge 113 or later (Linux: 144), Safari 26, and Firefox 141 on Windows or 145 on Apple silicon.`;
}

/** A step of more seconds than this is announced before it starts. */
const LONG_STEP = 60;

function SlowNotice() {
  const members = useRun(state => state.members);
  const slow = byContender({ members })
    .flatMap(([c]) => c ?? [])
    .filter(c => (c.stepSeconds ?? 0) > LONG_STEP && c.trouble === null && stepsOf(c) === 0);
  if (slow.length === 0) return null;
  const times = slow.map(({ name, stepSeconds }) => `${name}: about ${duration(stepSeconds ?? 0)}`).join(', ');
  return (
    <Notice title={`One training step takes long on this adapter (${times}).`}>
      A smaller batch, length, or width makes it shorter. Pause stops a step at once; the step then starts again from
      its beginning.
    </Notice>
  );
}
