import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { downloadText } from '../download';
import { DialogContent } from '../kit/dialog';
import { Icon } from '../kit/icons';
import { lazyPart } from '../kit/lazy_part';
import { Menu } from '../kit/menu';
import { chooseRunFile } from '../run_files/take_run_file';
import { runJson } from '../run_json';
import { reportFault } from '../stores/faults';
import { measurementStore } from '../stores/measurement';
import { runStore, useRun } from '../stores/run';
import { tables } from './tables';
import './export_menu.css';

const PytorchDialog = lazyPart(() => import('../export/pytorch_dialog').then(part => part.PytorchDialog));

const ShareDialog = lazyPart(() => import('../shared/share_dialog').then(part => part.ShareDialog));

/** A menu that saves the curves, the whole run, or the race as a PyTorch project, and opens a run. */
export function ExportMenu() {
  const nothing = useRun(state => state.members.length === 0);
  const [pytorch, setPytorch] = useState(false);
  const [sharing, setSharing] = useState(false);
  return (
    <>
      <Menu
        name="export"
        trigger={
          <button type="button" className="button quiet export" aria-label="Export" disabled={nothing}>
            <Icon name="download" />
            <span>Export</span>
          </button>
        }
        hint="Save the curves, the samples, and the costs of tokens."
        align="end"
        items={[
          ...tables,
          {
            title: 'Everything as JSON',
            choose() {
              const text = runJson(runStore.getState(), measurementStore.getState().inForce);
              downloadText('unroll-run.json', text, 'application/json');
            },
          },
          {
            title: 'Run (.unroll)',
            about: 'A file with everything to train on, here or elsewhere.',
            choose() {
              void import('../run_files/download_run').then(part => part.downloadRunOfPage(), reportFault);
            },
          },
          {
            title: 'PyTorch project …',
            about: 'Models, data, and training, from where the race is.',
            choose: () => setPytorch(true),
          },
          {
            title: 'Share result …',
            about: 'A link or a small file with the curves, to look at.',
            choose: () => setSharing(true),
          },
          { title: 'Open a run …', about: 'A file of this page or of the headless program.', choose: chooseRunFile },
        ]}
      />
      <Dialog.Root open={pytorch} onOpenChange={setPytorch}>
        <DialogContent name="Export as PyTorch" title="Export as PyTorch">
          <PytorchDialog />
        </DialogContent>
      </Dialog.Root>
      <Dialog.Root open={sharing} onOpenChange={setSharing}>
        <DialogContent name="Share result" title="Share result">
          <ShareDialog />
        </DialogContent>
      </Dialog.Root>
    </>
  );
}
