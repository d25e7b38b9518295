import { downloadText } from '../download';
import { Icon } from '../kit/icons';
import { Menu } from '../kit/menu';
import { reportFault } from '../stores/faults';
import type { Picture } from './picture';
import { savePicture } from './save_picture';

interface Props {
  /** Of what is saved. */
  readonly title: string;
  readonly picture: () => Picture;
  /** Its numbers. */
  readonly csv?: { readonly name: string; readonly text: () => string };
  readonly disabled?: boolean;
}

/** A small menu that saves a drawing as a picture, and its numbers. */
export function SaveMenu({ title, picture, csv, disabled = false }: Props) {
  const save = (format: 'png' | 'svg') => void savePicture(picture(), format).catch(reportFault);
  return (
    <Menu
      name={`save ${title}`}
      trigger={
        <button type="button" className="button quiet icon tiny" aria-label={`Save ${title}`} disabled={disabled}>
          <Icon name="download" size={14} />
        </button>
      }
      hint={csv ? 'Save as a picture, or the numbers as CSV.' : 'Save as a picture.'}
      align="end"
      items={[
        { title: 'Picture as PNG', choose: () => save('png') },
        { title: 'Picture as SVG', choose: () => save('svg') },
        ...(csv ? [{ title: 'Data as CSV', choose: () => downloadText(csv.name, csv.text()) }] : []),
      ]}
    />
  );
}
