import { OpenedPanel } from '../inspect/opened_panel';
import { lazyPart } from '../kit/lazy_part';

const TensorProbe = lazyPart(() => import('./tensor_probe').then(part => part.TensorProbe));

const ABOUT = [
  'Any parameter, activation, gradient, or carried state by its name: figures, histogram, and values.',
  'Every number that the contender computes for the sequence above, and the gradients of its mean loss, by name. They are computed beside training, which goes on.',
] as const;

/** Any tensor of what the chosen contender reads, by its name. */
export function TensorsPanel(props: { readonly open: boolean; readonly onOpen: (open: boolean) => void }) {
  return (
    <OpenedPanel title="Tensors" label="Show the tensors" about={ABOUT} {...props}>
      <TensorProbe />
    </OpenedPanel>
  );
}
