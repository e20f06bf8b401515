// A menu is a <details class="zk-menu">: it opens without a script, which only closes it again.

function closeMenus(except?: Element | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.zk-menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", ({ target }) => {
  closeMenus(target instanceof Element ? target.closest("details.zk-menu") : null);
});

document.addEventListener("keydown", ({ key, target }) => {
  const menu = target instanceof Element ? target.closest<HTMLDetailsElement>("details.zk-menu[open]") : null;
  if (key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
});
