// Notes on a phone with a poor network. A form with data-send is sent from here:
// the note is written down on this device first, and crossed out only when the
// server says it has it. Each sending has a name of its own (sent_once), so the
// same note sent twice is one note, and two notes are never taken for one.
const PREFIX = "pc-send:";
const EVERY = 20000; // between tries while something waits
const PATIENCE = 15000; // for one try

export function send(page) {
  const box = { page, form: page.querySelector("form[data-send]"), who: whoIs(page), busy: false };
  if (!box.form || !box.who) return;
  box.place = page.createElement("div");
  box.place.setAttribute("role", "status");
  box.form.before(box.place);
  box.form.addEventListener("submit", (event) => taken(box, event));
  page.querySelectorAll("a[data-session]").forEach((a) => a.addEventListener("click", () => choose(box, a.dataset.session)));
  page.querySelectorAll(".pc-person__form").forEach((f) => f.addEventListener("submit", (e) => leaving(box, e)));
  addEventListener("online", () => sendAll(box));
  setInterval(() => waiting(box).length && sendAll(box), EVERY);
  show(box);
  sendAll(box);
}

function whoIs(page) {
  const name = page.querySelector(".pc-person__name");
  return name ? name.textContent.trim() : "";
}

function waiting(box) {
  try {
    return Object.keys(localStorage)
      .filter((k) => k.startsWith(PREFIX + box.who + "|"))
      .sort()
      .map((k) => ({ key: k, ...JSON.parse(localStorage.getItem(k)) }));
  } catch {
    return [];
  }
}

// taken writes the note down, clears the form for the next one and tries to send.
// What the server would refuse anyway, or a device that keeps nothing, goes the
// ordinary way, and the page that comes back says what to mend.
function taken(box, event) {
  const data = new FormData(box.form);
  const id = String(data.get("sent_once") || "");
  if (event.defaultPrevented || !id || !String(data.get("body") || "").trim() || !data.get("source")) return;
  const key = PREFIX + box.who + "|" + Date.now() + "|" + id;
  try {
    localStorage.setItem(key, JSON.stringify({ to: box.form.getAttribute("action"), data: Array.from(data) }));
  } catch {
    return;
  }
  event.preventDefault();
  box.form.dispatchEvent(new CustomEvent("pc:saved"));
  box.form.reset();
  box.form.elements.namedItem("body").value = "";
  box.form.elements.namedItem("sent_once").value = crypto.randomUUID();
  show(box);
  sendAll(box, true);
}

async function sendAll(box, here) {
  if (box.busy) return;
  box.busy = true;
  let next = "";
  try {
    for (const note of waiting(box)) next = await sendOne(note);
  } catch (problem) {
    next = "";
    if (problem && problem.words) box.problem = problem.words;
  }
  box.busy = false;
  show(box, next !== "");
  if (next && here && !waiting(box).length) location.assign(next);
}

async function sendOne(note) {
  const reply = await fetch(note.to, {
    method: "POST",
    body: new URLSearchParams(note.data),
    headers: { Accept: "application/json" },
    credentials: "same-origin",
    redirect: "manual", // a way to the sign-in page is no answer
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (reply.type === "opaqueredirect") throw { words: "Sign in again on this phone to send it." };
  if (!reply.ok) throw { words: reply.status < 500 ? "It could not be taken. Copy it from here." : "" };
  const answer = await reply.json();
  localStorage.removeItem(note.key);
  return answer.next;
}

// show says what waits, with the words, so that nobody wonders whether they are lost.
function show(box, sent) {
  const list = waiting(box);
  const lines = [];
  if (list.length) {
    lines.push(line(box, list.length === 1 ? "Not sent yet, kept on this phone." : list.length + " notes not sent yet, kept on this phone."));
    lines.push(line(box, box.problem || "They go by themselves when there is a signal. You can close this page."));
    list.forEach((note) => {
      const quote = box.page.createElement("blockquote");
      quote.className = "pc-quote pc-words";
      quote.textContent = new Map(note.data).get("body");
      lines.push(quote);
      if (box.problem) lines.push(remover(box, note));
    });
  } else if (sent) {
    box.problem = "";
    lines.push(line(box, "Sent. The team has your note."));
  }
  box.place.className = lines.length ? "pc-kept" : "";
  box.place.replaceChildren(...lines);
}

function remover(box, note) {
  const b = box.page.createElement("button");
  b.type = "button";
  b.className = "pc-textbutton";
  b.textContent = "Remove this note";
  b.addEventListener("click", () => {
    localStorage.removeItem(note.key);
    box.problem = "";
    show(box);
  });
  return b;
}

function line(box, text) {
  const p = box.page.createElement("p");
  p.textContent = text;
  return p;
}

// choose puts the session into the form; the link itself leads to the form.
function choose(box, session) {
  const field = box.form.elements.namedItem("session");
  if (field) field.value = session;
}

// leaving: notes of one person do not stay behind on a phone unasked.
function leaving(box, event) {
  const list = waiting(box);
  if (!list.length || box.warned) {
    list.forEach((note) => localStorage.removeItem(note.key));
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  box.warned = true;
  box.problem = "Signing out removes what is not sent. Sign out again if you want that.";
  show(box);
  box.place.scrollIntoView();
}
