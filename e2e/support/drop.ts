import type { Page } from 'playwright/test';

/** Drops a file on a part of the page that does not want one. Returns whether the page kept the browser from opening it. */
export function dropFile(page: Page, name: string, bytes: Uint8Array): Promise<boolean> {
  return page.evaluate(
    ({ name, bytes }) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(bytes)], name));
      const target = document.querySelector('.transport') ?? document.body;
      const events = ['dragover', 'drop'].map(type => {
        const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer });
        target.dispatchEvent(event);
        return event;
      });
      return events.every(event => event.defaultPrevented);
    },
    { name, bytes: [...bytes] },
  );
}
