/* Some of the page's source as a module of this thread: `source` imports from src. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export async function bundle(source) {
  const made = await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL("../src", import.meta.url)), loader: "ts" },
    bundle: true, format: "esm", write: false, logLevel: "error",
  });
  return import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].text).toString("base64")}`);
}
