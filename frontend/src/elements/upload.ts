import htmx from "htmx.org";

import { csrfHeader } from "../csrf";

const MB = 1024 * 1024;

/** Send one file and answer the section as the server has it then, or nothing when it did not arrive. */
function send(url: string, body: FormData, progress: (share: number) => void): Promise<Element | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    for (const [name, value] of Object.entries({ ...csrfHeader(), "HX-Request": "true" })) {
      request.setRequestHeader(name, value);
    }
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 0));
    request.addEventListener("loadend", () => {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      resolve(request.status === 200 || request.status === 422 ? page.querySelector("#attachments") : null);
    });
    request.send(body);
  });
}

/**
 * `<zk-upload>` around a form with a file input of several files: what is chosen or dropped is sent at once, a file at
 * a time with its progress. The good ones are kept; each that was refused or did not arrive is named.
 */
class ZkUpload extends HTMLElement {
  connectedCallback(): void {
    const form = this.querySelector("form");
    const input = this.querySelector<HTMLInputElement>("input[type=file]");
    if (!form || !input) return;
    this.querySelector("button[type=submit]")?.remove();
    form.addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("change", () => void this.sendAll(form, input));
  }

  private async sendAll(form: HTMLFormElement, input: HTMLInputElement): Promise<void> {
    const files = [...(input.files ?? [])];
    if (!files.length) return;
    input.disabled = true;
    const faults: string[] = [];
    let latest: Element | null = null;
    let good: Element | null = null;
    let kept = 0;
    for (const [place, file] of files.entries()) {
      const fault = this.faultOf(file, place);
      const answer = fault ? null : await send(form.action, this.body(form, file, kept), (share) => this.show(file, share));
      if (answer) {
        latest = answer;
        faults.push(...[...answer.querySelectorAll("[data-fault]")].map((each) => each.textContent?.trim() ?? ""));
        const said = answer.querySelector(".zk-note-good");
        if (said) {
          good = said;
          kept += 1;
        }
      } else faults.push(fault || this.words("failed", file));
    }
    this.end(latest, good, faults, input);
  }

  private faultOf(file: File, place: number): string {
    if (place >= Number(this.dataset.once)) return this.words("many", file);
    return file.size > Number(this.dataset.mb) * MB ? this.words("large", file) : "";
  }

  private words(which: "failed" | "large" | "many", file: File): string {
    return (this.dataset[which] ?? "%s").replace("%s", file.name);
  }

  private body(form: HTMLFormElement, file: File, kept: number): FormData {
    const body = new FormData();
    body.set("key", new FormData(form).get("key") ?? "");
    body.set("so_far", String(kept)); // so that the last word is of all that were kept
    body.set("file", file);
    return body;
  }

  private show(file: File, share: number): void {
    const now = this.querySelector<HTMLElement>(".zk-upload-now");
    const bar = now?.querySelector("progress");
    if (!now || !bar) return;
    now.hidden = false;
    now.querySelector("output")!.textContent = file.name;
    bar.value = share * 100;
  }

  /** Put the server's last word in place of the section, with every fault of this time. */
  private end(latest: Element | null, good: Element | null, faults: string[], input: HTMLInputElement): void {
    const section = document.querySelector("#attachments");
    const shown = latest ? document.importNode(latest, true) : section;
    const said = shown?.querySelector(".zk-files-said");
    if (!section || !shown || !said) return;
    said.replaceChildren(...(good ? [document.importNode(good, true)] : []));
    for (const fault of faults) {
      const note = Object.assign(document.createElement("p"), { className: "zk-note zk-note-bad", textContent: fault });
      note.dataset.fault = "";
      said.append(note);
    }
    if (latest) {
      section.replaceWith(shown);
      htmx.process(shown);
    } else {
      input.disabled = false;
      input.value = "";
      this.querySelector<HTMLElement>(".zk-upload-now")!.hidden = true;
    }
    document.querySelector<HTMLInputElement>("#attachments input[type=file]")?.focus({ preventScroll: true });
  }
}

customElements.define("zk-upload", ZkUpload);
