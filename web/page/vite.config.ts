import { defineConfig } from "vite";

/* One script and at most one style sheet under dist/, of known names: build/page.mjs puts them into the page. */
export default defineConfig({
  base: "./",
  json: { stringify: true },
  worker: { format: "iife" },
  build: {
    target: "es2022",
    outDir: "dist",
    cssCodeSplit: false,
    assetsInlineLimit: 1 << 20,
    modulePreload: false,
    reportCompressedSize: false,
    rollupOptions: {
      input: decodeURIComponent(new URL("src/main.ts", import.meta.url).pathname),
      output: {
        format: "iife",
        inlineDynamicImports: true,
        entryFileNames: "page.js",
        assetFileNames: "page[extname]",
      },
    },
  },
});
