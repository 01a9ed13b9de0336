// On a phone one button opens and closes the navigation. Without script the
// button stays hidden and the list open.
export function menu(page) {
  const button = page.querySelector("[data-menu]");
  const list = button && page.getElementById(button.getAttribute("aria-controls"));
  if (!list) return;

  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    list.classList.toggle("pc-nav--closed", !open);
  };
  const isOpen = () => button.getAttribute("aria-expanded") === "true";

  button.hidden = false;
  show(false);
  button.addEventListener("click", () => show(!isOpen()));
  page.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && isOpen() && !button.matches("[hidden]")) {
      show(false);
      button.focus();
    }
  });
}
