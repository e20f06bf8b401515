import htmx from "htmx.org";

/**
 * `<zk-table>` around a list: choose rows, change a cell in its place, walk the rows by keyboard.
 *
 * A cell with `data-edit` opens by double click, Enter or F2; Escape leaves it. `j` and `k` walk the rows, `x` chooses
 * one, `Enter` opens it. Without this script rows are chosen all the same and forms are where they were.
 */
class ZkTable extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("change", () => this.count());
    this.addEventListener("dblclick", ({ target }) => this.edit(target));
    this.addEventListener("keydown", (event) => this.steer(event));
    this.addEventListener("htmx:afterSwap", ({ target }) => this.enter(target));
    document.addEventListener("keydown", this.walk);
    this.all()?.addEventListener("change", () => this.chooseAll());
    this.count();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.walk);
  }

  private all(): HTMLInputElement | null {
    return this.querySelector("input[data-all]");
  }

  private boxes(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>("input[name=pk]")];
  }

  private chooseAll(): void {
    const chosen = this.all()?.checked ?? false;
    for (const box of this.boxes()) box.checked = chosen;
    this.count();
  }

  private count(): void {
    const bar = this.querySelector<HTMLElement>(".zk-bulk");
    if (!bar) return;
    const chosen = this.boxes().filter((box) => box.checked).length;
    bar.hidden = chosen === 0;
    const words = bar.querySelector("[data-count]");
    if (words) words.textContent = String(chosen);
  }

  private edit(target: EventTarget | null): void {
    const cell = target instanceof Element ? target.closest<HTMLElement>("td[data-edit]") : null;
    if (!cell || cell.querySelector("form")) return;
    void htmx.ajax("get", cell.dataset.edit ?? "", { target: cell, swap: "innerHTML" });
  }

  private enter(target: EventTarget | null): void {
    const cell = target instanceof Element ? target.closest<HTMLElement>("td[data-edit]") : null;
    const box = cell?.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea");
    if (box) box.focus();
    else cell?.focus();
  }

  private steer(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.isComposing) return;
    if (["Enter", "F2"].includes(event.key) && target.matches("td[data-edit]")) {
      event.preventDefault();
      this.edit(target);
    }
    const cell = target.closest<HTMLElement>("td[data-edit]");
    if (event.key === "Escape" && cell?.querySelector("form")) {
      event.preventDefault();
      void htmx.ajax("get", `${cell.dataset.edit ?? ""}?back=1`, { target: cell, swap: "innerHTML" });
    }
  }

  private rows(): HTMLTableRowElement[] {
    return [...this.querySelectorAll<HTMLTableRowElement>("tbody > tr")];
  }

  private readonly walk = (event: KeyboardEvent): void => {
    const target = event.target instanceof Element ? event.target : null;
    const writes = target?.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (writes || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const rows = this.rows();
    const here = rows.findIndex((row) => row.hasAttribute("data-here"));
    const keys: Record<string, () => void> = {
      j: () => this.stand(rows, here + 1),
      k: () => this.stand(rows, here - 1),
      x: () => rows[here]?.querySelector<HTMLInputElement>("input[name=pk]")?.click(),
      o: () => rows[here]?.querySelector<HTMLAnchorElement>("a[href]")?.click(),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  private stand(rows: HTMLTableRowElement[], place: number): void {
    const row = rows[Math.min(Math.max(place, 0), rows.length - 1)];
    for (const other of rows) other.toggleAttribute("data-here", other === row);
    row?.querySelector<HTMLElement>("a[href]")?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }
}

customElements.define("zk-table", ZkTable);
