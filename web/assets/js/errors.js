// A page with problems starts at their summary; a page after something was done
// starts at its banner. A link of the summary shows the field with its question.
export function errors(page) {
  const summary = page.querySelector("[data-error-summary]");
  const first = summary || page.querySelector('[data-flash="done"]');
  if (first) first.focus();
  if (summary) summary.addEventListener("click", (e) => toField(page, e));
}

function toField(page, event) {
  const link = event.target.closest('a[href^="#"]');
  const field = link && page.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  questionOf(page, field).scrollIntoView();
  field.focus({ preventScroll: true });
}

// The question stands above the field; seeing the field alone is not enough.
function questionOf(page, field) {
  const group = field.closest("fieldset");
  const label = Array.from(page.querySelectorAll("label")).find((l) => l.htmlFor === field.id);
  return (group && group.querySelector("legend")) || label || field;
}
