import type { Proofs } from "./contract";
import { saveFile } from "./save-file";

/** Saves proofs as a file with the day on which they were put together behind its name. */
export function saveProofs(name: string, proofs: Proofs): void {
  saveFile(`${name}-${new Date(proofs.at).toISOString().slice(0, 10)}`, proofs);
}
