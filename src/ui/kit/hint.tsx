import { Tooltip } from 'radix-ui';
import { type ReactElement, useState } from 'react';
import './hint.css';

/** Milliseconds that a sentence opened by touch stays. */
const shown = 4000;

/**
 * One sentence about a control, on hover or keyboard focus. Where a touch does nothing else, it shows the sentence for a moment; on a
 * button it would stay in the way of what the button did. The child must take a ref and handlers.
 */
export function Hint({
  text,
  children,
  side = 'top',
}: {
  text: string;
  children: ReactElement;
  side?: 'top' | 'right' | 'bottom' | 'left';
}) {
  const [open, setOpen] = useState(false);
  return (
    <Tooltip.Root open={open} onOpenChange={setOpen}>
      <Tooltip.Trigger
        asChild
        // Focus that a menu or a dialog gives back asks for no sentence; that of the keyboard does.
        onFocus={event => {
          if (!event.currentTarget.matches(':focus-visible')) event.preventDefault();
        }}
        onPointerUp={({ pointerType, currentTarget }) => {
          if (pointerType !== 'touch' || currentTarget.matches('button')) return;
          setTimeout(() => setOpen(true));
          setTimeout(() => setOpen(false), shown);
        }}
      >
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          className="tooltip small"
          side={side}
          sideOffset={6}
          collisionPadding={8}
          onEscapeKeyDown={passOn}
        >
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** Radix gives Escape to the topmost layer alone; it should close the dialog around the control as well as the sentence. */
function passOn({ key, target }: KeyboardEvent): void {
  if (target instanceof Element && target.closest('[role="dialog"]'))
    setTimeout(() => target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })));
}
