/** What a device was given that does nothing. */
export interface LateDevice {
  readonly device: GPUDevice;
  readonly emptySubmits: () => number;
}

/** A device that looks for finished work only when it is given more, as Firefox does between the ticks of its timer. */
export function lateDevice(real: GPUDevice): LateDevice {
  let empty = 0;
  const finished: (() => void)[] = [];
  const late = async <T>(answer: Promise<T>): Promise<T> => {
    const value = await answer;
    await new Promise<void>(resolve => finished.push(resolve));
    return value;
  };
  const { queue } = real;
  const lateQueue = overriding(queue, {
    submit(commands: readonly GPUCommandBuffer[]) {
      if (commands.length === 0) empty++;
      queue.submit(commands);
      for (const resolve of finished.splice(0)) resolve();
    },
    onSubmittedWorkDone: () => late(queue.onSubmittedWorkDone()),
  });
  const device = overriding(real, {
    queue: lateQueue,
    createBuffer(descriptor: GPUBufferDescriptor) {
      const buffer = real.createBuffer(descriptor);
      // Itself, and not in its place: the device takes only buffers of its own.
      const map = buffer.mapAsync.bind(buffer);
      buffer.mapAsync = (...range) => late(map(...range));
      return buffer;
    },
  });
  return { device, emptySubmits: () => empty };
}

/** An object of WebGPU with some of its members replaced. */
function overriding<T extends object>(object: T, members: Readonly<Record<string, unknown>>): T {
  return new Proxy(object, {
    get(target, name) {
      if (typeof name === 'string' && name in members) return members[name];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
