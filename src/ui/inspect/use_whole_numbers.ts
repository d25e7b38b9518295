import { type RefObject, useEffect } from 'react';
import { gutter } from './token_axis';

/** The share of a number from which it counts as whole: edges lie between pixels. */
const WHOLE = 0.97;

/** Hides those numbers of a row that the edges of the scrolled board cut: '110' would read as '10' or '0'. */
export function useWholeNumbers(row: RefObject<HTMLElement | null>, length: number): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another length has other numbers
  useEffect(() => {
    const root = row.current?.closest('.board');
    if (!row.current || !root) return;
    const observer = new IntersectionObserver(
      entries => {
        for (const { target, intersectionRatio } of entries)
          target.toggleAttribute('data-cut', intersectionRatio < WHOLE);
      },
      { root, rootMargin: `0px 0px 0px -${gutter}px`, threshold: [0, WHOLE, 1] },
    );
    for (const number of row.current.querySelectorAll('.token-number')) observer.observe(number);
    return () => observer.disconnect();
  }, [row, length]);
}
