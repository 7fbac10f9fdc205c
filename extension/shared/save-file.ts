/**
 * Saves a value as a file of JSON. The file is made in the page itself, so that it takes no
 * permission. name has no ending.
 */
export function saveFile(name: string, value: unknown): void {
  const file = new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${name}.json`;
  link.click();
  // The browser has taken the file over within the click.
  URL.revokeObjectURL(link.href);
}
