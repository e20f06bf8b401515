/**
 * `<zk-follow-up>` around the form of ten seconds: Ctrl+Enter sends it, and whoever has been signed out meanwhile keeps
 * what is written: the sign-in page is not put in its place, and the next attempt fetches a new form token first.
 */
class ZkFollowUp extends HTMLElement {
  private isOld = false;

  connectedCallback(): void {
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      this.querySelector("form")?.requestSubmit();
    });
    // Before htmx hears of it: with an old token the form would be refused.
    this.addEventListener("submit", this.renew, { capture: true });
    document.addEventListener("htmx:beforeSwap", this.keep); // it is told to what would be replaced: around us
  }

  disconnectedCallback(): void {
    document.removeEventListener("htmx:beforeSwap", this.keep);
  }

  private readonly keep = (event: Event): void => {
    const { detail } = event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean; requestConfig: { elt: Node } }>;
    if (!this.contains(detail.requestConfig.elt)) return;
    const isSignedOut = new URL(detail.xhr.responseURL || location.href).pathname !== this.path;
    if (!isSignedOut && detail.xhr.status !== 403) return;
    detail.shouldSwap = false;
    this.isOld = true;
    this.note(true);
  };

  private readonly renew = (event: Event): void => {
    if (!this.isOld) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void this.fetchToken();
  };

  private async fetchToken(): Promise<void> {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content;
    if (!answer.ok || new URL(answer.url).pathname !== location.pathname || !token) return;
    const own = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]");
    if (own) own.content = token;
    for (const field of document.querySelectorAll<HTMLInputElement>("[name=csrfmiddlewaretoken]")) field.value = token;
    this.isOld = false;
    this.note(false);
    this.querySelector("form")?.requestSubmit();
  }

  private note(isShown: boolean): void {
    this.querySelector("[data-signed-out]")?.toggleAttribute("hidden", !isShown);
  }

  private get path(): string {
    return new URL(this.querySelector("form")?.action ?? "", location.href).pathname;
  }
}

customElements.define("zk-follow-up", ZkFollowUp);
