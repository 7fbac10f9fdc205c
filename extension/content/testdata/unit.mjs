// Gives a test the exports of one module, bundled on its own, with the globals a window has.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

globalThis.window = globalThis;

/** Imports the module whose file is name.ts. */
export const unit = (name) => import(pathToFileURL(join(process.env.CHATKEEP_BUNDLES, `${name}.mjs`)));
