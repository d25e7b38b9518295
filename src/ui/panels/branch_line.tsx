import type { RunConfig } from '../../lab/config/config';
import { rateWords } from '../../lab/runs/branch_words';
import { Button } from '../kit/button';
import { changeTraining } from '../stores/config';

/** What the learning rate does where the race leaves its plan, and a button that keeps it to the plan. */
export function BranchLine({ config }: { config: RunConfig }) {
  const words = rateWords(config);
  if (words === '') return null;
  const { branches: _, ...training } = config.training;
  return (
    <p className="small">
      {words} <Button tiny quiet label="Keep to one plan" onClick={() => changeTraining(training)} />
    </p>
  );
}
