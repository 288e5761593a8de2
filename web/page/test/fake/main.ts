/* The interface over the engine for tests; the page with its data is made by build.mjs. */
import { start } from "../../src/ui/start";
import { fakeEngine } from "./engine";

const data = JSON.parse(document.getElementById("fake")?.textContent ?? "{}") as Parameters<typeof fakeEngine>[0];
const root = document.getElementById("page");
if (root) start(root, fakeEngine(data));
