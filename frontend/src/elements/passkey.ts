type Json = Record<string, unknown>;

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer | null): string | null {
  if (!buffer) return null;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Read the server's options: what is bytes travels as base64url. */
function options(sent: Json): Json {
  const read: Json = { ...sent, challenge: bytes(sent.challenge as string) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    const known = sent[list] as (Json & { id: string })[] | undefined;
    if (known) read[list] = known.map((each) => ({ ...each, id: bytes(each.id) }));
  }
  const user = sent.user as (Json & { id: string }) | undefined;
  if (user) read.user = { ...user, id: bytes(user.id) };
  return read;
}

function answer(credential: PublicKeyCredential): string {
  const { response } = credential;
  const said: Json = { clientDataJSON: text(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    said.attestationObject = text(response.attestationObject);
    said.transports = response.getTransports?.() ?? [];
  } else if (response instanceof AuthenticatorAssertionResponse) {
    said.authenticatorData = text(response.authenticatorData);
    said.signature = text(response.signature);
    said.userHandle = text(response.userHandle);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: said,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

/**
 * `<zk-passkey data-options="ID" hidden>` around a form with a hidden `credential`: its button asks the browser for a
 * passkey and sends the answer.
 *
 * `data-options` names the JSON of the page, `data-url` where to ask for it instead. With `data-makes` a passkey is
 * made: one that opens without a password when the form's `passwordless` is ticked. It stays hidden where the browser
 * has no passkeys; `[role=alert]` is shown when the browser or the colleague says no.
 */
class ZkPasskey extends HTMLElement {
  connectedCallback(): void {
    if (!("PublicKeyCredential" in window)) return;
    this.hidden = false;
    const button = this.querySelector<HTMLButtonElement>("button[type=button]");
    button?.addEventListener("click", () => void this.run(button));
  }

  private async run(button: HTMLButtonElement): Promise<void> {
    const form = this.querySelector("form");
    const field = this.querySelector<HTMLInputElement>("input[name=credential]");
    if (!form || !field) return;
    button.disabled = true;
    this.refuse(false);
    try {
      field.value = answer(await this.ask());
      form.submit();
    } catch {
      this.refuse(true);
      button.disabled = false;
    }
  }

  private async ask(): Promise<PublicKeyCredential> {
    const { publicKey } = (await this.sent()) as { publicKey: Json };
    const read = options(publicKey);
    const found = this.hasAttribute("data-makes")
      ? await navigator.credentials.create({ publicKey: this.chosen(read) as never })
      : await navigator.credentials.get({ publicKey: read as never });
    if (!(found instanceof PublicKeyCredential)) throw new TypeError("no passkey");
    return found;
  }

  private async sent(): Promise<unknown> {
    const { url } = this.dataset;
    if (!url) return JSON.parse(document.getElementById(this.dataset.options ?? "")?.textContent ?? "");
    const found = await fetch(url, { headers: { Accept: "application/json" } });
    const { request_options } = (await found.json()) as { request_options: unknown };
    return request_options;
  }

  private chosen(read: Json): Json {
    const alone = this.querySelector<HTMLInputElement>("input[name=passwordless]")?.checked ?? false;
    const asked = { residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
    const selection = { ...(read.authenticatorSelection as Json), ...asked };
    return { ...read, authenticatorSelection: alone ? { ...selection, userVerification: "required" } : selection };
  }

  private refuse(refused: boolean): void {
    const words = this.querySelector<HTMLElement>("[role=alert]");
    if (words) words.hidden = !refused;
  }
}

customElements.define("zk-passkey", ZkPasskey);
