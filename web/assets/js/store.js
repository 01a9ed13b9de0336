// Words that were typed and not yet taken by the server, for this tab and this
// person only. Where the browser refuses storage nothing is kept and nothing
// breaks.
const PREFIX = "pc-keep:";

// nameFor makes the key of one box. The person is part of it, so that nobody is
// shown the words of someone who used the same tab before.
export function nameFor(page, form, area) {
  const person = page.querySelector(".pc-person__name");
  const who = person ? person.textContent.trim() : "";
  const where = form.getAttribute("id") || form.getAttribute("action");
  return PREFIX + [who, page.location.pathname, where, area.name].join("|");
}

export function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name));
  } catch {
    return null;
  }
}

export function write(name, entry) {
  try {
    sessionStorage.setItem(name, JSON.stringify(entry));
  } catch {
    // Storage is full or forbidden: the words still stand in the box.
  }
}

export function drop(name) {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // Nothing was kept.
  }
}

// names lists the keys of all kept words.
export function names() {
  try {
    return Object.keys(sessionStorage).filter((k) => k.startsWith(PREFIX));
  } catch {
    return [];
  }
}
