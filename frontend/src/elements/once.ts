/** `<zk-once>` around a form: its submit buttons work once, until the answer is here or the page is shown again. */
class ZkOnce extends HTMLElement {
  connectedCallback(): void {
    // After the event, so that the pressed button's own name and value are still sent.
    this.addEventListener("submit", (event) => {
      setTimeout(() => {
        if (!event.defaultPrevented || this.querySelector("form.htmx-request")) this.block(true);
      });
    });
    this.addEventListener("htmx:afterRequest", this.release);
    window.addEventListener("pageshow", this.release);
  }

  disconnectedCallback(): void {
    window.removeEventListener("pageshow", this.release);
  }

  private readonly release = (): void => this.block(false);

  private block(busy: boolean): void {
    this.toggleAttribute("data-busy", busy);
    for (const button of this.querySelectorAll<HTMLButtonElement>("button:not([type=button])")) button.disabled = busy;
  }
}

customElements.define("zk-once", ZkOnce);
