/** `<zk-theme>` around a button: switch between light and dark and remember the choice. */
class ZkTheme extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("button")?.addEventListener("click", toggle);
  }
}

function toggle(): void {
  const root = document.documentElement;
  const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
  root.dataset.bsTheme = theme;
  try {
    localStorage.setItem("zk-theme", theme);
  } catch {
    // Storage is switched off: the choice lasts for this page.
  }
}

customElements.define("zk-theme", ZkTheme);
