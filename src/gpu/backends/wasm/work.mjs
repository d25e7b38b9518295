// What every thread does with a list of launches. Plain JavaScript without imports, so that its text alone can start a thread in Node.

/** Words of a launch before its arguments: function, first unit, units, units at a time, index of the scratch argument, arguments. */
const HEAD = 6;
/**
 * Words of `control`: runs begun; 1 while a run is under way; threads in it; address and launches of its list; the launch that failed,
 * counted from 1, or 0; and the characters of its error, how many and their codes.
 */
const [RUN, RUNNING, PRESENT, LIST, LENGTH, FAILED, CHARACTERS, TEXT] = [0, 1, 2, 3, 4, 5, 6, 7];
/** Words of `control` in all. */
export const CONTROL_WORDS = 256;
/** A thread looks so often at a counter before it gives up its core for a while. */
const LOOKS = 5000;

/**
 * @typedef {object} Shared
 * @property {WebAssembly.Memory} memory
 * @property {Int32Array} control
 * @property {Int32Array} next of each launch, how many of its units are taken
 * @property {Int32Array} done of each launch, units that are done
 */

/**
 * Waits until all units of a launch are done. False: a launch has failed.
 *
 * @param {Shared} shared
 * @param {number} launch
 * @param {number} units
 */
function allDone({ control, done }, launch, units) {
  for (let looks = 0; ; looks++) {
    const value = Atomics.load(done, launch);
    if (value >= units) return true;
    if (Atomics.load(control, FAILED) !== 0) return false;
    if (looks > LOOKS) Atomics.wait(done, launch, value, 0.05);
  }
}

/**
 * Tells all threads that a launch has failed. The first failure of a run counts.
 *
 * @param {Int32Array} control
 * @param {number} launch
 * @param {unknown} error
 */
function fail(control, launch, error) {
  if (Atomics.compareExchange(control, FAILED, 0, launch + 1) !== 0) return;
  const text = String(error).slice(0, CONTROL_WORDS - TEXT);
  for (let i = 0; i < text.length; i++) control[TEXT + i] = text.charCodeAt(i);
  control[CHARACTERS] = text.length;
}

/**
 * Runs the launches of a list together with the other threads. Each thread waits until all units of a launch are done before it goes on.
 * When a launch fails in one thread, all leave the list.
 *
 * @param {Shared} shared
 * @param {readonly ((...values: number[]) => unknown)[]} functions
 * @param {number} list address of the launches' words
 * @param {number} length launches
 * @param {number} scratch address of the thread's scratch
 * @param {(launch: number) => void} [alone] what the first thread runs where a launch has no function
 */
export function work(shared, functions, list, length, scratch, alone) {
  const { memory, control, next, done } = shared;
  const words = new Float64Array(memory.buffer);
  let at = list / 8;
  let launch = 0;
  try {
    for (; launch < length; launch++) {
      const [index = -1, first = 0, units = 0, grain = 1, scratchAt = -1, count = 0] = words.subarray(at, at + HEAD);
      const run = functions[index];
      if (run) {
        const values = Array.from(words.subarray(at + HEAD, at + HEAD + count));
        if (scratchAt >= 0) values[scratchAt] = scratch;
        for (let from = Atomics.add(next, launch, grain); from < units; from = Atomics.add(next, launch, grain)) {
          const to = Math.min(units, from + grain);
          run(first + from, first + to, ...values);
          Atomics.add(done, launch, to - from);
        }
      } else if (alone) {
        alone(launch);
        Atomics.store(done, launch, units);
      }
      if (!allDone(shared, launch, units)) return;
      at += HEAD + count;
    }
  } catch (error) {
    fail(control, launch, error);
  }
}

/**
 * The loop of a further thread: it waits for a run and takes part in it, again and again.
 *
 * @param {Shared & { module: WebAssembly.Module, names: readonly string[], scratch: Int32Array, place: number }} start
 *   `scratch[place]` is the address of the thread's scratch
 */
export function attend({ module, names, scratch, place, ...shared }) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory: shared.memory } });
  const functions = names.map(name => /** @type {(...values: number[]) => unknown} */ (exports[name]));
  const { control } = shared;
  for (let run = 0; ; ) {
    Atomics.wait(control, RUN, run);
    // Before it takes part, so that it misses no run that begins right after this one.
    run = Atomics.load(control, RUN);
    Atomics.add(control, PRESENT, 1);
    if (Atomics.load(control, RUNNING) === 1) {
      const list = Atomics.load(control, LIST) >>> 0;
      work(shared, functions, list, Atomics.load(control, LENGTH), Atomics.load(scratch, place));
    }
    Atomics.sub(control, PRESENT, 1);
    Atomics.notify(control, PRESENT);
  }
}

/**
 * The first thread: runs a list with all others. Returns the launch that failed, and what its error says; undefined: none did.
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
    return failure(control);
  }
  control[LIST] = list;
  control[LENGTH] = length;
  Atomics.store(control, RUNNING, 1);
  Atomics.add(control, RUN, 1);
  Atomics.notify(control, RUN);
  work(shared, functions, list, length, scratch, alone);
  Atomics.store(control, RUNNING, 0);
  // A thread that comes too late sees that the run is over. One that is still in it reads the list, which must stay until it has left.
  for (let present = Atomics.load(control, PRESENT); present > 0; present = Atomics.load(control, PRESENT)) {
    Atomics.wait(control, PRESENT, present, 0.05);
  }
  return failure(control);
}

/**
 * Takes the failure of a run that all threads have left.
 *
 * @param {Int32Array} control
 */
function failure(control) {
  const launch = Atomics.exchange(control, FAILED, 0) - 1;
  if (launch < 0) return undefined;
  const codes = control.subarray(TEXT, TEXT + (control[CHARACTERS] ?? 0));
  return { launch, words: String.fromCharCode(...codes) };
}
