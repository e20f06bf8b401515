import { csrfHeader } from "../csrf";

const IDLE_MS = 120;

/**
 * `<zk-search data-url="…">` around the global search form: suggestions while typing.
 *
 * The words travel by POST, so that they stay out of addresses and logs. The answer is HTML with
 * `<a role="option">` items. Without this script the form still searches.
 */
class ZkSearch extends HTMLElement {
  private input!: HTMLInputElement;
  private readonly list = document.createElement("div");
  private timer = 0;
  private asked = new AbortController();

  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[name=q]");
    if (!input || this.contains(this.list)) return;
    this.input = input;
    this.prepare();
    input.addEventListener("input", (event) => {
      if (!(event as InputEvent).isComposing) this.schedule();
    });
    input.addEventListener("compositionend", () => this.schedule());
    input.addEventListener("keydown", (event) => this.steer(event));
    // Nothing typed asks for the recent records and what can be done.
    input.addEventListener("focus", () => (this.options().length > 0 ? this.show(true) : this.schedule()));
    this.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.contains(relatedTarget as Node | null)) this.show(false);
    });
    document.addEventListener("keydown", this.summon);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.summon);
    this.drop();
  }

  private prepare(): void {
    this.list.id = `${this.input.id || "zk-search"}-list`;
    this.list.className = "zk-search-list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.getAttribute("aria-label") ?? this.input.placeholder);
    this.list.hidden = true;
    // Keeps the focus in the input while an item is clicked.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.append(this.list);
    const states = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(states)) this.input.setAttribute(name, value);
    this.show(false);
  }

  /** Forget the question that is waiting or under way: its answer would be stale. */
  private drop(): void {
    clearTimeout(this.timer);
    this.asked.abort();
  }

  private schedule(): void {
    this.drop();
    this.timer = window.setTimeout(() => void this.ask(), IDLE_MS);
  }

  private async ask(): Promise<void> {
    const { signal } = (this.asked = new AbortController());
    try {
      const answer = await fetch(this.dataset.url ?? "", {
        method: "POST",
        headers: csrfHeader(),
        body: new URLSearchParams({ q: this.input.value.trim() }),
        signal,
      });
      const html = answer.ok && !answer.redirected ? await answer.text() : "";
      if (!signal.aborted) this.fill(html);
    } catch {
      // Stale, or the network is down: the form itself still works.
    }
  }

  private fill(html: string): void {
    this.list.innerHTML = html;
    this.list.querySelectorAll("[role=option]").forEach((option, index) => {
      option.id = `${this.list.id}-${index}`;
      option.setAttribute("tabindex", "-1");
    });
    this.mark(undefined);
    this.show(html.trim() !== "" && this.contains(document.activeElement));
  }

  private options(): HTMLAnchorElement[] {
    return [...this.list.querySelectorAll<HTMLAnchorElement>("a[role=option]")];
  }

  private marked(): HTMLAnchorElement | undefined {
    return this.options().find((option) => option.ariaSelected === "true");
  }

  private mark(chosen: HTMLAnchorElement | undefined): void {
    for (const option of this.options()) option.ariaSelected = String(option === chosen);
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  private show(open: boolean): void {
    this.list.hidden = !open;
    this.input.ariaExpanded = String(open);
    if (!open) this.mark(undefined);
  }

  private steer(event: KeyboardEvent): void {
    // While a Chinese input method is composing, these keys belong to it (Safari says so by 229 only).
    if (event.isComposing || event.keyCode === 229) return;
    const keys: Record<string, () => boolean> = {
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      Enter: () => this.follow(),
      Escape: () => this.close(),
    };
    if (keys[event.key]?.()) event.preventDefault();
  }

  private step(by: 1 | -1): boolean {
    const options = this.options();
    if (!options.length) return false;
    const from = options.findIndex((option) => option === this.marked());
    const next = from < 0 && by < 0 ? options.length - 1 : (from + by + options.length) % options.length;
    this.show(true);
    this.mark(options[next]);
    return true;
  }

  private follow(): boolean {
    const chosen = this.marked();
    this.drop();
    chosen?.click();
    return chosen !== undefined;
  }

  private close(): boolean {
    const wasOpen = !this.list.hidden;
    this.drop();
    this.show(false);
    return wasOpen;
  }

  private readonly summon = (event: KeyboardEvent): void => {
    const writing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const ctrlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !ctrlK) return;
    event.preventDefault();
    this.input.focus();
    this.input.select();
  };
}

customElements.define("zk-search", ZkSearch);
