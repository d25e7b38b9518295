import type { Subject } from '../../src/lab/measure/subject';
import type { Peers } from '../cases/case';
import type { JaxDevice } from './jax';
import type { TfjsDevice } from './tfjs';

/** jax-js on both of its fast devices. */
export function jaxPeers(make: (device: JaxDevice) => Promise<Subject>): Peers {
  return { 'jax-js on WebGPU': () => make('webgpu'), 'jax-js on wasm': () => make('wasm') };
}

/** tfjs on both of its fast devices. */
export function tfjsPeers(make: (device: TfjsDevice) => Promise<Subject>): Peers {
  return { 'tfjs on WebGPU': () => make('webgpu'), 'tfjs on wasm': () => make('wasm') };
}
