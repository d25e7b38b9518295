/**
 * Flags of Chromium for the tests and the bench: WebGPU on, no traffic of its own. On Linux it computes on SwiftShader, Chromium's software adapter, so that every machine gives the same numbers. `UNROLL_NATIVE_GPU=1` selects the machine's own GPU.
 */
export const chromiumFlags = [
  '--enable-unsafe-webgpu',
  ...(process.platform === 'linux' ? ['--no-sandbox'] : []),
  ...(process.platform === 'linux' && process.env.UNROLL_NATIVE_GPU !== '1'
    ? ['--use-webgpu-adapter=swiftshader']
    : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];
