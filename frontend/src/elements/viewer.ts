/** What shows a file of a kind; each is a plain element of the browser. */
function shown(kind: string, url: string, name: string): HTMLElement {
  if (kind === "image") return Object.assign(document.createElement("img"), { src: url, alt: name });
  if (kind === "pdf") return Object.assign(document.createElement("iframe"), { src: url, title: name });
  return Object.assign(document.createElement(kind === "video" ? "video" : "audio"), { src: url, controls: true });
}

/**
 * `<zk-viewer>` around links with `data-show` and one `<dialog>`: a click shows the file on the page. Arrow keys and
 * buttons go on to the next, Escape closes; with a modifier key, or without a script, the link opens a tab.
 */
class ZkViewer extends HTMLElement {
  private here = 0;

  connectedCallback(): void {
    const dialog = this.querySelector("dialog");
    if (!dialog) return;
    this.addEventListener("click", (event) => this.clicked(event, dialog));
    dialog.addEventListener("close", () => {
      this.stage.replaceChildren();
      this.links[this.here]?.focus();
    });
    dialog.addEventListener("keydown", (event) => {
      const isPlayer = event.target instanceof HTMLMediaElement;
      if (isPlayer || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      this.step(event.key === "ArrowLeft" ? -1 : 1);
    });
  }

  private get links(): HTMLAnchorElement[] {
    return [...this.querySelectorAll<HTMLAnchorElement>("a[data-show]")];
  }

  private get stage(): HTMLElement {
    return this.querySelector<HTMLElement>(".zk-viewer-stage")!;
  }

  private clicked(event: MouseEvent, dialog: HTMLDialogElement): void {
    const target = event.target instanceof Element ? event.target : null;
    const place = this.links.findIndex((link) => link === target?.closest("a[data-show]"));
    const step = target?.closest<HTMLElement>("[data-step]");
    if (place >= 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      dialog.showModal();
      this.show(place);
    } else if (step) this.step(Number(step.dataset.step));
    else if (target === dialog || target?.closest("[data-close]")) dialog.close();
  }

  private step(by: number): void {
    const count = this.links.length;
    if (count > 1) this.show((this.here + by + count) % count);
  }

  private show(place: number): void {
    const link = this.links[place];
    if (!link) return;
    this.here = place;
    const name = link.textContent?.trim() ?? "";
    this.querySelector("dialog h3")!.textContent = name;
    this.querySelector<HTMLAnchorElement>("[data-tab]")!.href = link.href;
    this.querySelector<HTMLAnchorElement>("[data-download]")!.href = link.dataset.save ?? link.href;
    for (const button of this.querySelectorAll<HTMLElement>("[data-step]")) button.hidden = this.links.length < 2;
    this.stage.replaceChildren(shown(link.dataset.show ?? "image", link.href, name));
    this.stage.focus();
  }
}

customElements.define("zk-viewer", ZkViewer);
