import type { RefObject } from 'react';
import type { Axis } from './axis';
import { plotFrame, TEXT_SIZE } from './plot_frame';
import { textWidth } from './text_width';
import { useThemeColours } from './theme_colours';
import { useSize } from './use_size';

/** The places of a plot that fills an element, and how its words and colours are drawn. `frame` is null before its size is known. */
export function usePlotFrame(box: RefObject<HTMLElement | null>, x: Axis, y: Axis) {
  const size = useSize(box);
  const colour = useThemeColours();
  const font = `${TEXT_SIZE}px ${colour('var(--sans)')}`;
  const measure = (text: string): number => textWidth(text, font);
  const frame = size.width > 0 && size.height > 0 ? plotFrame(size, x, y, measure) : null;
  return { size, frame, colour, font, measure };
}
