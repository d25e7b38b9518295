import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { locateChromium, swiftshaderIcd } from './chromium.mjs';

// From glibc's dlfcn.h: the library stays loaded when its handle is closed.
const RTLD_NODELETE = 0x1000;

/**
 * Makes Dawn in this Node process compute on the SwiftShader that ships with Chromium; call it before Dawn asks for an adapter. Does nothing off Linux, with `UNROLL_NATIVE_GPU=1`, if `VK_ICD_FILENAMES` or `VK_DRIVER_FILES` already chooses a driver, or without SwiftShader.
 */
export function chooseSwiftshader() {
  const { VK_ICD_FILENAMES, VK_DRIVER_FILES, UNROLL_NATIVE_GPU } = process.env;
  if (process.platform !== 'linux' || UNROLL_NATIVE_GPU === '1') return;
  const chromium = locateChromium();
  const icd = chromium === undefined ? undefined : swiftshaderIcd(chromium);
  if (icd === undefined) return;
  if (!VK_ICD_FILENAMES && !VK_DRIVER_FILES) {
    process.env.VK_ICD_FILENAMES = icd;
    process.env.VK_DRIVER_FILES = icd;
  }
  holdVulkanLoader(join(dirname(icd), 'libvulkan.so.1'));
}

/**
 * Loads the Vulkan loader that ships with Chromium, so that Dawn finds it by name if the system has none.
 *
 * @param {string} path
 */
function holdVulkanLoader(path) {
  if (!existsSync(path)) return;
  try {
    process.dlopen({ exports: {} }, path, constants.dlopen.RTLD_NOW | RTLD_NODELETE);
  } catch {
    // Node loads it, finds that it is no addon, and closes its handle. That is enough.
  }
}
