import type { ContenderConfig } from '../../lab/config/config';
import { lazyPart } from '../kit/lazy_part';
import { DetailsAcross } from '../sheets/details_across';
import './own_settings.css';

const ContenderTextEditor = lazyPart(() =>
  import('../contender_text/contender_text_editor').then(part => part.ContenderTextEditor),
);

interface Props {
  readonly contender: ContenderConfig;
  readonly index: number;
  /** Its colour slot. */
  readonly slot: number;
}

/** A contender as JSON, beside its chips. The editor loads when it is opened. */
export function ContenderAsText(props: Props) {
  return (
    <DetailsAcross name={`as-text-${props.slot}`} className="own-settings" summary="As text">
      {open => (open ? <ContenderTextEditor {...props} /> : null)}
    </DetailsAcross>
  );
}
