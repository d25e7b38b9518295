import { type Extent, moved, type Range, zoomed } from './range';

/** A key with its modifier. */
interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
}

/** The range after a key, about `at`; null: all; undefined: not a key of the zoom. */
export function zoomedBy(
  { key, shiftKey }: Pressed,
  shown: Range,
  at: number,
  extent: Extent,
): Range | null | undefined {
  switch (key) {
    case '+':
    case '=':
      return zoomed(shown, 0.5, at, extent);
    case '-':
    case '_':
      return zoomed(shown, 2, at, extent);
    case '0':
      return null;
    case 'ArrowLeft':
      return shiftKey ? moved(shown, -0.25, extent) : undefined;
    case 'ArrowRight':
      return shiftKey ? moved(shown, 0.25, extent) : undefined;
    default:
      return undefined;
  }
}
