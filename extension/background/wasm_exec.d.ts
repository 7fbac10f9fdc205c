// Go's wasm_exec.js is copied next to the modules by the build; it defines the
// global Go and exports nothing.
declare module "*/wasm_exec.js";
