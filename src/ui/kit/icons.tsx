/** Outlines on a 16 by 16 grid; those in `solid` are filled. */
const paths = {
  play: 'M5 3.5v9l7.5-4.5z',
  pause: 'M4.5 3.5h2.5v9h-2.5zM9 3.5h2.5v9h-2.5z',
  step: 'M3.5 3.5v9l6-4.5zM10.5 3.5h2v9h-2z',
  reset: 'M3.2 6.2A5.2 5.2 0 1 1 2.8 9.4M3 2.8v3.6h3.6',
  undo: 'M6 3 3 6l3 3M3 6h6.3a3.7 3.7 0 0 1 0 7.4H7',
  redo: 'M10 3l3 3-3 3M13 6H6.7a3.7 3.7 0 0 0 0 7.4H9',
  duplicate: 'M6 6h7.2v7.2H6zM10 3.6V2.8H2.8V10h.8M9.6 8v3.2M8 9.6h3.2',
  plus: 'M8 3.5v9M3.5 8h9',
  close: 'M4 4l8 8M12 4l-8 8',
  left: 'M10 3.5 5.5 8l4.5 4.5',
  right: 'M6 3.5 10.5 8 6 12.5',
  down: 'M3.5 6 8 10.5 12.5 6',
  up: 'M3.5 10 8 5.5l4.5 4.5',
  download: 'M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.2h10',
  link: 'M6.8 9.2 9.2 6.8M7.4 4.9l1.4-1.4a2.6 2.6 0 0 1 3.7 3.7l-1.4 1.4M8.6 11.1l-1.4 1.4a2.6 2.6 0 0 1-3.7-3.7l1.4-1.4',
  copy: 'M6 6h7.2v7.2H6zM10 3.6V2.8H2.8V10h.8',
  check: 'M3.5 8.5 6.5 11.5 12.5 5',
  help: 'M6 6.1a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4M8 11.6v.3M8 14.3A6.3 6.3 0 1 0 8 1.7a6.3 6.3 0 0 0 0 12.6z',
  warning: 'M8 2.4 14.3 13.3H1.7zM8 6.3v3.4M8 11.4v.3',
  light:
    'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  dark: 'M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z',
  system: 'M2.5 3.5h11v7h-11zM6 13.2h4M8 10.5v2.7',
  projector: 'M2 2.8h12M3 2.8v7.4h10V2.8M8 10.2v1.6M5.2 13.8 8 11.8l2.8 2',
  stop: 'M4.5 4.5h7v7h-7z',
  gauge: 'M2.5 11.5a5.5 5.5 0 1 1 11 0M8 11.5l2.8-3.6',
  argument: 'M3 4h.01M6 4h7M3 8h.01M6 8h7M3 12h.01M6 12h4',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  contenders: 'M3 3.5h10v3H3zM3 9.5h10v3H3zM5 5h.01M5 11h.01',
  samples: 'M2.5 4h11M2.5 8h7M2.5 12h4M11.5 9.5v4.5',
  results: 'M2.5 3h11v10h-11zM2.5 6.5h11M6.5 6.5V13',
  options: 'M2.5 5h6.5M12 5h1.5M2.5 11H4M7 11h6.5M9 3.3v3.4h3V3.3zM4 9.3v3.4h3V9.3z',
  full: 'M2.8 6V2.8H6M10 2.8h3.2V6M13.2 10v3.2H10M6 13.2H2.8V10',
} as const;

export type IconName = keyof typeof paths;

const solid: ReadonlySet<IconName> = new Set(['play', 'pause', 'step']);

/** A picture that screen readers skip; a word or the label of a button names it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" aria-hidden="true">
      {solid.has(name) ? (
        <path d={paths[name]} fill="currentColor" />
      ) : (
        <path d={paths[name]} stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
      )}
    </svg>
  );
}
