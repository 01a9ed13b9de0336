// Moves a visit in the picture with the mouse, from day to day, and then opens the
// form that checks what that changes. It saves nothing. With a keyboard, on a phone
// and without scripts the table leads to the same form.
export function drag(page) {
  let held; // what is being moved

  page.addEventListener("pointerdown", (event) => {
    const mark = event.target.closest?.("[data-drag]");
    if (!mark || event.pointerType !== "mouse" || event.button !== 0) return;
    event.preventDefault();
    const svg = mark.ownerSVGElement;
    const words = page.createElementNS(svg.namespaceURI, "text");
    words.setAttribute("class", "pc-cal-head");
    svg.append(words);
    held = { mark, svg, words, from: event.clientX, day: mark.dataset.first };
    mark.dataset.dragging = "";
  });

  page.addEventListener("pointermove", (event) => {
    if (!held) return;
    const { mark, svg, words } = held;
    const scale = svg.viewBox.baseVal.width / svg.getBoundingClientRect().width;
    const moved = (event.clientX - held.from) * scale;
    held.day = workday(mark.dataset.first, Math.round(moved / svg.dataset.perDay));
    mark.setAttribute("transform", "translate(" + moved + " 0)");
    const box = mark.getBBox();
    words.setAttribute("x", Math.min(box.x + moved + box.width + 6, svg.viewBox.baseVal.width - 110));
    words.setAttribute("y", box.y - 2);
    words.textContent = said(held.day);
  });

  page.addEventListener("pointerup", () => {
    if (!held) return;
    const { mark, day } = held;
    drop();
    if (day !== mark.dataset.first) location.assign(mark.dataset.drag + "&first=" + day);
  });

  page.addEventListener("pointercancel", () => held && drop());
  page.addEventListener("keydown", (event) => held && event.key === "Escape" && drop());

  function drop() {
    held.words.remove();
    held.mark.removeAttribute("transform");
    delete held.mark.dataset.dragging;
    held = undefined;
  }
}

// workday is so many days after a day, and the working day next to it at a weekend.
function workday(first, days) {
  const day = new Date(first + "T12:00:00Z");
  day.setUTCDate(day.getUTCDate() + days);
  const at = day.getUTCDay();
  if (at === 6) day.setUTCDate(day.getUTCDate() - 1);
  if (at === 0) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

const said = (day) => new Date(day + "T12:00:00Z").toLocaleDateString("en-GB", { timeZone: "UTC", weekday: "short", day: "numeric", month: "long" });
