// The package's entry for Node is CommonJS with the name of a module. This file of it loads everywhere, but has no types.
declare module 'wgsl_reflect/wgsl_reflect.module.js' {
  export { detectRaces, WgslReflect } from 'wgsl_reflect';
}
