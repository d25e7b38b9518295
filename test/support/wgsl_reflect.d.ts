// The package's entry for Node is CommonJS named as a module; this one loads everywhere, but has no types of its own.
declare module 'wgsl_reflect/wgsl_reflect.module.js' {
  export { detectRaces, WgslReflect } from 'wgsl_reflect';
}
