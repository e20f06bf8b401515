import { csrfHeader } from "../csrf";

/** `<zk-visited data-url="…">` on a record's page: remember it among the recent ones. */
class ZkVisited extends HTMLElement {
  connectedCallback(): void {
    void fetch(this.dataset.url ?? "", { method: "POST", headers: csrfHeader(), keepalive: true }).catch(() => undefined);
  }
}

customElements.define("zk-visited", ZkVisited);
