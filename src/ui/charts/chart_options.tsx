import { Popover } from 'radix-ui';
import { useLayoutEffect, useRef } from 'react';
import { IconButton } from '../kit/icon_button';
import { lazyPart } from '../kit/lazy_part';
import { PopoverContent } from '../kit/popover_content';
import { useOpenAcross } from '../sheets/use_open_across';
import type { FieldsProps } from './option_fields';

const OptionFields = lazyPart<FieldsProps>(() => import('./option_fields').then(part => part.OptionFields));

/** Whether the choices are open; 'marking': to write a note. */
export type OptionsOpen = 'closed' | 'open' | 'marking';

interface Props extends Omit<FieldsProps, 'marking'> {
  /** Of the chart. */
  readonly title: string;
  /** Absent: its button alone opens it. */
  readonly open?: OptionsOpen;
  readonly onOpen?: (open: OptionsOpen) => void;
}

/** A button that opens what can be chosen for one chart. */
export function ChartOptions({ title, open: asked, onOpen, ...fields }: Props) {
  const [own, setOwn] = useOpenAcross(`options of ${title}`);
  const open = asked ?? (own ? 'open' : 'closed');
  const opener = useRef<Element | null>(null);
  useLayoutEffect(() => {
    // The chart, whose key began a note, gets the focus back.
    if (open === 'marking') opener.current = document.activeElement?.closest('.plot-pointer') ?? null;
  }, [open]);
  const goBack = (event: Event) => {
    if (!(opener.current instanceof HTMLElement)) return;
    event.preventDefault();
    opener.current.focus();
    opener.current = null;
  };
  const change = onOpen ?? ((next: OptionsOpen) => setOwn(next !== 'closed'));
  return (
    <Popover.Root open={open !== 'closed'} onOpenChange={now => change(now ? 'open' : 'closed')}>
      <Popover.Trigger asChild>
        <IconButton
          icon="options"
          tiny
          label={`Options of ${title}`}
          hint={fields.curves ? 'Scales, smoothing, notes' : 'Scales'}
        />
      </Popover.Trigger>
      <PopoverContent label={`Options of ${title}`} align="end" closed={goBack}>
        <OptionFields {...fields} marking={open === 'marking'} />
      </PopoverContent>
    </Popover.Root>
  );
}
