// A link or button with `data-key` is also reached by that key, as long as nobody is writing.
document.addEventListener("keydown", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (target?.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")) return;
  const found = [...document.querySelectorAll<HTMLElement>("[data-key]")].find((each) => each.dataset.key === event.key);
  if (!found) return;
  event.preventDefault();
  found.click();
});
