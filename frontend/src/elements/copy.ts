const SHOWN_MS = 1600;

/** `<zk-copy data-text="…">` around a button: copy the text with one click and say so by `data-copied`. */
class ZkCopy extends HTMLElement {
  connectedCallback(): void {
    // Browsers offer the clipboard only over HTTPS and on this machine.
    this.hidden = !("clipboard" in navigator);
    this.querySelector("button")?.addEventListener("click", () => void this.copy());
  }

  private async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.dataset.text ?? "");
    this.setAttribute("data-copied", "");
    setTimeout(() => this.removeAttribute("data-copied"), SHOWN_MS);
  }
}

customElements.define("zk-copy", ZkCopy);
