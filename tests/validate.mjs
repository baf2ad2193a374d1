// Holds the named Word files against the Open XML SDK in one process, and prints the errors of each as JSON.
import { readFileSync } from "node:fs";

const [, , library, ...files] = process.argv;
const { default: validate, ready } = await import(library);
await ready();
const told = {};
for (const file of files) {
  const errors = await validate(new Uint8Array(readFileSync(file)), "docx", "Microsoft365");
  if (errors.length) told[file] = errors.map((error) => `${error.path.partUri}: ${error.description}`);
}
console.log(JSON.stringify(told));
process.exit(0);
