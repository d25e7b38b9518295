import { type RefObject, useLayoutEffect, useState } from 'react';

/** The inner size of an element, and how finely it is drawn. */
export interface Size {
  /** In whole CSS pixels of the element; 0 before it is known. */
  readonly width: number;
  readonly height: number;
  /** By how much the page enlarges the element's CSS pixels: 1.5 in projector mode. */
  readonly zoom: number;
  /** Device pixels to one CSS pixel of the page. */
  readonly ratio: number;
}

/** Reports also a change of zoom or of device pixels alone, where the browser can. */
const finest = (): ResizeObserverBoxOptions =>
  'devicePixelContentBoxSize' in ResizeObserverEntry.prototype ? 'device-pixel-content-box' : 'content-box';

/** The size of an element as it is now. */
export function useSize(box: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0, zoom: 1, ratio: 1 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      // Undefined in browsers of before 2025.
      const { currentCSSZoom: zoom = 1 } = element;
      const next = { width, height, zoom, ratio: window.devicePixelRatio };
      setSize(last => (isSame(last, next) ? last : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element, { box: finest() });
    return () => observer.disconnect();
  }, [box]);
  return size;
}

function isSame(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height && a.zoom === b.zoom && a.ratio === b.ratio;
}
