import type { ReactNode } from 'react';
import { dismissTrouble, goOn, reset, resetWithLowerRate } from '../actions';
import { whole } from '../format';
import { Button } from '../kit/button';
import { Dismiss, Notice } from '../kit/notice';
import { type KeepingState, useKeeping } from '../stores/keeping';
import { useRun } from '../stores/run';
import type { Trouble } from '../stores/run_state';
import { divergedWords } from './diverged_words';
import { othersWords } from './others_words';

/** What is wrong with the race, and what to do about it. */
export function TroubleNotice({ trouble }: { trouble: Trouble }) {
  const diverged = useRun(divergedWords);
  const others = useRun(othersWords);
  const saved = useKeeping(state => state.saved);
  const refusal = useKeeping(state => state.refusal);
  const { title, advice, actions } = describe(trouble, others, { saved, refusal });
  return (
    <Notice danger title={title} actions={actions}>
      {(trouble.failure === 'diverged' && diverged) || trouble.message} {advice}
    </Notice>
  );
}

type Kept = Pick<KeepingState, 'saved' | 'refusal'>;

/** What a reload does for the race that has lost its GPU. */
function afterReload({ saved, refusal }: Kept): string {
  if (refusal)
    return `The race then ${saved ? `goes on from step ${whole(saved.step)}` : 'starts at its first step'}, because what came later is not stored: ${refusal.why}.`;
  if (saved) return `The race then goes on from step ${whole(saved.step)}, the last one that was kept.`;
  return 'Your settings are kept.';
}

interface Description {
  /** Empty if the message says everything. */
  readonly title: string;
  readonly advice: string;
  readonly actions: ReactNode;
}

/** `others`: what the rest of the race does. */
function describe({ failure }: Trouble, others: string, kept: Kept): Description {
  const again = <Button tiny label="Reset" onClick={reset} />;
  const goingOn = <Button tiny label="Go on" onClick={goOn} />;
  switch (failure) {
    case 'device_lost':
    case 'worker_crash':
      return {
        title: '',
        advice: 'Your settings and the weights of the last kept step are still here.',
        actions: (
          <>
            {goingOn} {again}
          </>
        ),
      };
    case 'no_device':
      return {
        title: '',
        advice: afterReload(kept),
        // No button for a reload: Chromium gives the GPU back only after a reload by the visitor.
        actions: null,
      };
    case 'out_of_memory':
      return {
        title: 'There is not enough memory for this race.',
        advice: 'Then reset.',
        actions: again,
      };
    case 'diverged':
      return {
        title: '',
        advice: others,
        actions: (
          <>
            <Button tiny label="Reset with a tenth of the learning rate" onClick={resetWithLowerRate} />
            <Dismiss onClick={dismissTrouble} />
          </>
        ),
      };
    case 'bad_config':
      return { title: 'This race cannot be run.', advice: 'Then reset.', actions: again };
    case 'bad_text':
      return { title: 'This task cannot be set up.', advice: '', actions: again };
    case 'refused':
    case 'interrupted':
      return { title: '', advice: '', actions: <Dismiss onClick={dismissTrouble} /> };
    case 'bad_prompt':
      return { title: 'This prompt cannot be used.', advice: '', actions: <Dismiss onClick={dismissTrouble} /> };
    case 'internal':
      return {
        title: 'Something went wrong inside.',
        advice: 'Go on from the last kept step, or reset.',
        actions: (
          <>
            {goingOn} {again}
          </>
        ),
      };
    default:
      failure satisfies never;
      return { title: '', advice: '', actions: null };
  }
}
