import { expect, test } from 'vitest';
import { interruptible } from '../../headless/interruption';

test('two signals at once count as one, and the first decides how the command ends', async () => {
  const before = process.listenerCount('SIGINT');
  const code = await interruptible(async on => {
    const work = on.unless(new Promise<string>(() => {}));
    process.emit('SIGINT', 'SIGINT');
    expect(process.listenerCount('SIGINT')).toBe(before + 1);
    process.emit('SIGTERM', 'SIGTERM');
    expect(await work).toBeUndefined();
    expect(on.signal.aborted).toBe(true);
    return on.interruption?.exitCode;
  });
  expect(code).toBe(130);
  expect(process.listenerCount('SIGINT')).toBe(before);
});
