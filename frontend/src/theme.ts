/** Set the colour theme before the first paint. Loaded as a blocking classic script, so it must not import. */
(() => {
  let chosen: string | null = null;
  try {
    chosen = localStorage.getItem("zk-theme");
  } catch {
    // Storage is switched off: follow the system.
  }
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
})();
