import { readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import { Hand } from './hand';
import { test } from './test';

/** A task of docs/tasks.md. */
export interface UserTask {
  readonly user: string;
  readonly title: string;
  readonly clicks: number;
}

/** The tasks of docs/tasks.md, in its order. */
export function userTasks(): UserTask[] {
  const [, ...users] = readFileSync('docs/tasks.md', 'utf8').split(/^## /m);
  return users.flatMap(section => {
    const user = section.slice(0, section.indexOf('\n'));
    return [...section.matchAll(/^### (.+)\n\nAt most (\d+) clicks?\./gm)].map(([, title = '', clicks]) => ({
      user,
      title,
      clicks: Number(clicks),
    }));
  });
}

/**
 * A test for each task of a user, by keyboard alone, within its clicks. `deeds` has one for each title, so that the document and the flows
 * cannot part.
 */
export function doTasks(user: string, deeds: Readonly<Record<string, (hand: Hand) => Promise<void>>>): void {
  const own = userTasks().filter(task => task.user === user);
  test(`${user}: every task of docs/tasks.md has a flow, and every flow a task`, () => {
    expect(Object.keys(deeds)).toEqual(own.map(({ title }) => title));
    expect(own).toHaveLength(5);
  });
  for (const { title, clicks } of own)
    test(`${user}: ${title}, by keyboard, with at most ${clicks} clicks`, async ({ page }) => {
      const hand = new Hand(page);
      await deeds[title]?.(hand);
      expect(hand.clicks).toBeLessThanOrEqual(clicks);
    });
}
