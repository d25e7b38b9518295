import { useEffect, useRef, useState } from 'react';
import { Icon } from './icons';

interface Props {
  readonly label: string;
  readonly text: () => string;
  readonly className?: string;
  readonly disabled?: boolean;
}

/** Copies a text to the clipboard, and says whether that worked. */
export function CopyButton({ label, text, className = '', disabled = false }: Props) {
  const [said, setSaid] = useState('');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    const copied = await navigator.clipboard.writeText(text()).then(
      () => true,
      () => false,
    );
    setSaid(copied ? 'Copied' : 'The browser refused');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSaid(''), 2500);
  };
  return (
    <button type="button" className={`button ${className}`} disabled={disabled} onClick={copy}>
      <Icon name="copy" />
      <span aria-live="polite">{said || label}</span>
    </button>
  );
}
