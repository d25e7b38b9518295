import type { Page } from 'playwright/test';

/** Taps a button of the bar of phones and tablets, or of the bar in a sheet. */
export function pressBar(page: Page, name: string): Promise<void> {
  return page
    .getByRole('navigation', { name: 'The race at hand' })
    .getByRole('button', { name, exact: true })
    .last()
    .tap();
}
