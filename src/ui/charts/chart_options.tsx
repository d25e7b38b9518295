import { Popover } from 'radix-ui';
import { IconButton } from '../kit/icon_button';
import { lazyPart } from '../kit/lazy_part';
import { PopoverContent } from '../kit/popover_content';
import type { FieldsProps } from './option_fields';

const OptionFields = lazyPart<FieldsProps>(() => import('./option_fields').then(part => part.OptionFields));

interface Props extends FieldsProps {
  /** Of the chart. */
  readonly title: string;
}

/** A button that opens what can be chosen for one chart. */
export function ChartOptions({ title, ...fields }: Props) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <IconButton icon="options" tiny label={`Options of ${title}`} hint="Quantity, scales, smoothing" />
      </Popover.Trigger>
      <PopoverContent label={`Options of ${title}`} align="end">
        <OptionFields {...fields} />
      </PopoverContent>
    </Popover.Root>
  );
}
