import { build } from 'virtual:engine';
import { WasmBackend } from '../src/gpu/backends/wasm/wasm';
import type { RunEngine, RunFacts } from '../src/lab/runs/run';
import type { OpenBackend } from '../src/lab/worker/open_backend';

/** What computes here. The kernels are those of the run that goes on, on its own adapter. */
export function engineHere({ backend, report }: OpenBackend, before?: Pick<RunFacts, 'engine'>): RunEngine {
  const { adapter, threads = null } = report;
  return {
    build,
    backend: report.backend,
    adapter,
    kernels: before?.engine.adapter === adapter ? before.engine.kernels : {},
    wasmBuild: backend instanceof WasmBackend ? backend.build : null,
    threads,
  };
}
