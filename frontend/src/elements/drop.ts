const UNITS = ["B", "KB", "MB", "GB"];

function readableSize(bytes: number): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), UNITS.length - 1);
  const value = bytes / 1024 ** power;
  return `${value.toFixed(power && value < 100 ? 1 : 0)} ${UNITS[power]}`;
}

/** `<zk-drop>` around a file input: the whole zone takes a dropped file and `<output>` shows its name and size. */
class ZkDrop extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[type=file]");
    if (!input) return;
    // The stretched, invisible input takes the drop by itself; only the look is ours.
    this.addEventListener("dragenter", () => this.toggleAttribute("data-over", true));
    for (const end of ["dragleave", "drop"]) this.addEventListener(end, () => this.removeAttribute("data-over"));
    input.addEventListener("change", () => this.show(input.files));
    this.show(input.files);
  }

  private show(files: FileList | null): void {
    const file = files?.[0];
    this.toggleAttribute("data-chosen", Boolean(file));
    const output = this.querySelector("output");
    if (output) output.value = file ? `${file.name} · ${readableSize(file.size)}` : "";
  }
}

customElements.define("zk-drop", ZkDrop);
