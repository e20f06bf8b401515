/** Answer the header that proves to Django that a request comes from our own page. */
export function csrfHeader(): Record<string, string> {
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content;
  return token ? { "X-CSRFToken": token } : {};
}
