// Keeps unsent words of forms with data-keep, so that a time-out or a lost
// network costs nobody their text. Words go once the server has taken them: a
// page with a "done" banner follows, or the form comes back holding them.
import { drop, names, nameFor, read, write } from "./store.js";

export function keep(page) {
  if (page.querySelector('[data-flash="done"]')) forgetSent();
  page.querySelectorAll("form[data-keep]").forEach((form) => watch(page, form));
  page.querySelectorAll(".pc-person__form").forEach((form) => {
    form.addEventListener("submit", () => names().forEach(drop));
  });
}

function forgetSent() {
  names().forEach((name) => {
    const entry = read(name);
    if (entry && entry.sent) drop(name);
  });
}

function watch(page, form) {
  const boxes = Array.from(form.querySelectorAll("textarea")).map((area) => ({
    area,
    name: nameFor(page, form, area),
    base: area.defaultValue, // what the server gave
  }));
  boxes.forEach((box) => {
    putBack(page, box);
    box.area.addEventListener("input", () => {
      write(box.name, { words: box.area.value, base: box.base });
    });
  });
  form.addEventListener("submit", (event) => sending(page, event, boxes));
  form.addEventListener("pc:saved", () => boxes.forEach((box) => saved(box)));
}

// saved follows an autosave: words typed since it was sent are kept on.
function saved(box) {
  const entry = read(box.name);
  if (entry && entry.words === box.area.value) drop(box.name);
}

function sending(page, event, boxes) {
  if (event.defaultPrevented) return;
  if (navigator.onLine === false) {
    event.preventDefault();
    boxes.forEach((box) => write(box.name, { words: box.area.value, base: box.base }));
    tell(page, boxes[0], "Not sent yet, kept on this phone or computer. Send it again when you have a signal.");
    return;
  }
  boxes.forEach((box) => {
    const entry = read(box.name);
    if (entry) write(box.name, { ...entry, words: box.area.value, sent: true });
  });
}

function putBack(page, box) {
  const entry = read(box.name);
  if (!entry || !entry.words) return;
  const refused = page.querySelector("[data-error-summary]");
  if (same(entry.words, box.base)) {
    if (!refused) drop(box.name);
    return;
  }
  if (box.base === "" || same(entry.base, box.base)) fill(page, box, entry);
  else offer(page, box, entry);
}

// A form's text comes back with other line ends than it was typed with.
const same = (a, b) => plain(a) === plain(b);
const plain = (text) => String(text).replace(/\r\n?/g, "\n").trim();

function fill(page, box, entry) {
  box.area.value = entry.words;
  box.area.dispatchEvent(new Event("pc:restored", { bubbles: true }));
  const note = tell(page, box, "These words were not sent yet. We kept them for you on this phone or computer.");
  button(page, note, "Remove these words", () => {
    box.area.value = box.base;
    box.area.dispatchEvent(new Event("pc:restored", { bubbles: true }));
    done(box, note);
  });
}

// offer shows both texts when the one on the server has changed meanwhile.
function offer(page, box, entry) {
  const note = tell(page, box, "The text below has changed since. You wrote this, and it was not sent:");
  const words = page.createElement("blockquote");
  words.className = "pc-quote pc-words";
  words.textContent = entry.words;
  note.append(words);
  button(page, note, "Add my words at the end", () => {
    box.area.value = box.area.value.trimEnd() + "\n\n" + entry.words;
    box.area.dispatchEvent(new Event("input", { bubbles: true }));
    note.remove();
    box.area.focus();
  });
  button(page, note, "Remove my words", () => done(box, note));
}

function done(box, note) {
  drop(box.name);
  note.remove();
  box.area.focus();
}

function tell(page, box, text) {
  const old = box.note;
  if (old) old.remove();
  const note = page.createElement("div");
  note.className = "pc-kept";
  note.setAttribute("role", "status");
  const line = page.createElement("p");
  line.textContent = text;
  note.append(line);
  box.area.before(note);
  box.note = note;
  return note;
}

function button(page, note, text, press) {
  const b = page.createElement("button");
  b.type = "button";
  b.className = "pc-textbutton";
  b.textContent = text;
  b.addEventListener("click", press);
  note.append(b);
}
