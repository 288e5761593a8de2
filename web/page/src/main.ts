/* Where the page begins: the engine opens what the page carries, the interface shows it. */
import { openEngine } from "./engine/open";
import { start } from "./ui/start";

const root = document.getElementById("page");
if (root)
  openEngine().then(
    (engine) => {
      Object.defineProperty(window, "vado", { value: engine }); // for the console, and for tests
      start(root, engine);
    },
    (error: unknown) => {
      root.textContent = error instanceof Error ? error.message : String(error);
    },
  );
