import { defineConfig } from "vite";

import { iconSprite } from "./sprite.js";

// django-vite reads manifest.json and finds `src/main.ts` (module, brings the style sheet) and
// `src/theme.ts` (a classic script without imports) in it.
export default defineConfig({
  base: "/static/zhike/dist/",
  plugins: [iconSprite("src/icons.json")],
  build: {
    outDir: "../src/zhike/static/zhike/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700, // ECharts, loaded only by pages with a chart
    rolldownOptions: {
      input: ["src/main.ts", "src/theme.ts"],
      checks: { eval: false }, // htmx names eval; allowEval=false and the Content-Security-Policy keep it from running
    },
  },
});
