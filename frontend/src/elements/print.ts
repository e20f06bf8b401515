/** `<zk-print hidden>` around a button: one click opens the browser's print dialogue; shown only where a script runs. */
class ZkPrint extends HTMLElement {
  connectedCallback(): void {
    this.hidden = false;
    this.querySelector("button")?.addEventListener("click", () => window.print());
  }
}

customElements.define("zk-print", ZkPrint);
