// What every thread does with a list of launches. Plain JavaScript without imports, so that its text alone can start a thread in Node.

/** Words of a launch before its arguments: function, units, units at a time, index of the scratch argument, arguments. */
const HEAD = 5;
/** Words of `control`: runs begun, 1 while one is under way, threads in it, and address and launches of its list. */
const [RUN, RUNNING, PRESENT, LIST, LENGTH] = [0, 1, 2, 3, 4];
/** Looks at a counter before a thread lets others have its core. */
const LOOKS = 5000;

/**
 * @typedef {object} Shared
 * @property {WebAssembly.Memory} memory
 * @property {Int32Array} control
 * @property {Int32Array} next of each launch, the first unit that nobody has taken
 * @property {Int32Array} done of each launch, units that are done
 */

/**
 * @param {Int32Array} array
 * @param {number} index
 * @param {number} least
 */
function waitFor(array, index, least) {
  for (let looks = 0; ; looks++) {
    const value = Atomics.load(array, index);
    if (value >= least) return;
    if (looks > LOOKS) Atomics.wait(array, index, value, 0.05);
  }
}

/**
 * Runs the launches of a list together with the other threads; each waits until all units of a launch are done before it goes on.
 *
 * @param {Shared} shared
 * @param {readonly ((...values: number[]) => unknown)[]} functions
 * @param {number} list address of the launches' words
 * @param {number} length launches
 * @param {number} scratch address of the thread's own
 * @param {(launch: number) => void} [alone] what the first thread runs where a launch has no function
 */
export function work({ memory, next, done }, functions, list, length, scratch, alone) {
  const words = new Float64Array(memory.buffer);
  let at = list / 8;
  for (let launch = 0; launch < length; launch++) {
    const [index = -1, units = 0, grain = 1, scratchAt = -1, count = 0] = words.subarray(at, at + HEAD);
    const run = functions[index];
    if (run) {
      const values = Array.from(words.subarray(at + HEAD, at + HEAD + count));
      if (scratchAt >= 0) values[scratchAt] = scratch;
      for (let from = Atomics.add(next, launch, grain); from < units; from = Atomics.add(next, launch, grain)) {
        const to = Math.min(units, from + grain);
        run(from, to, ...values);
        Atomics.add(done, launch, to - from);
      }
    } else if (alone) {
      alone(launch);
      Atomics.store(done, launch, units);
    }
    waitFor(done, launch, units);
    at += HEAD + count;
  }
}

/**
 * A further thread: waits for runs, and takes part in them, for ever.
 *
 * @param {Shared & { module: WebAssembly.Module, names: readonly string[], scratch: Int32Array, place: number }} start
 *   `scratch[place]` is the address of the thread's own room
 */
export function attend({ module, names, scratch, place, ...shared }) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory: shared.memory } });
  const functions = names.map(name => /** @type {(...values: number[]) => unknown} */ (exports[name]));
  const { control } = shared;
  for (let run = 0; ; run = Atomics.load(control, RUN)) {
    Atomics.wait(control, RUN, run);
    Atomics.add(control, PRESENT, 1);
    if (Atomics.load(control, RUNNING) === 1) {
      work(shared, functions, Atomics.load(control, LIST), Atomics.load(control, LENGTH), Atomics.load(scratch, place));
    }
    Atomics.sub(control, PRESENT, 1);
    Atomics.notify(control, PRESENT);
  }
}

/**
 * The first thread: runs a list with all others.
 *
 * @param {Shared} shared
 * @param {readonly ((...values: number[]) => unknown)[]} functions
 * @param {number} list
 * @param {number} length
 * @param {number} scratch
 * @param {(launch: number) => void} alone
 * @param {boolean} together whether the others take part
 */
export function lead(shared, functions, list, length, scratch, alone, together) {
  const { control, next, done } = shared;
  next.fill(0, 0, length);
  done.fill(0, 0, length);
  if (!together) {
    work(shared, functions, list, length, scratch, alone);
    return;
  }
  control[LIST] = list;
  control[LENGTH] = length;
  Atomics.store(control, RUNNING, 1);
  Atomics.add(control, RUN, 1);
  Atomics.notify(control, RUN);
  work(shared, functions, list, length, scratch, alone);
  Atomics.store(control, RUNNING, 0);
  // Who comes too late sees that the run is over, and who is in it still reads the list.
  for (let present = Atomics.load(control, PRESENT); present > 0; present = Atomics.load(control, PRESENT)) {
    Atomics.wait(control, PRESENT, present, 0.05);
  }
}
