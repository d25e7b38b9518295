import { Tooltip } from 'radix-ui';
import { type ReactElement, useState } from 'react';
import './hint.css';

/** Milliseconds that a sentence stays after a touch. */
const shown = 4000;

/**
 * One sentence about a control, on hover or keyboard focus. A touch shows it for a moment, but not on a button, where it would
 * cover what the button does. The child must accept a ref and handlers.
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
        // Only focus by keyboard shows the sentence, not focus that a closed menu or dialog returns.
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
          // Screen readers have the sentence as the description of its control, and need no second one outside all landmarks.
          aria-hidden="true"
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

/** Escape closes the sentence and what it would close without it, but Radix gives it to the topmost layer alone. */
function passOn(event: KeyboardEvent): void {
  const target = event.composedPath()[0];
  setTimeout(() => target?.dispatchEvent(new KeyboardEvent(event.type, event)));
}
