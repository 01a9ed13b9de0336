// Saves a form while someone writes. Without script the form has its own button.
// The form's data-autosave is the address; the answer is {"saved":"2:32pm",
// "version":3}, or 409 when someone else changed the text meanwhile. Words never
// leave the page because a save went wrong.
const PAUSE = 1500; // after the last letter
const SLOWEST = 60000; // between tries while nothing gets through

export function autosave(form) {
  const place = form.querySelector("[data-save-state]");
  if (!place) return;
  const state = {
    form,
    place,
    last: place.dataset.at || "",
    dirty: false,
    running: null, // the save under way
    timer: 0,
    wait: PAUSE,
    stuck: false, // the last try went wrong
    clash: false, // someone else changed the text: only the person can go on
  };
  const changed = () => {
    state.dirty = true;
    plan(state, state.stuck ? state.wait : PAUSE);
  };
  form.addEventListener("input", changed);
  form.addEventListener("pc:restored", changed);
  form.addEventListener("submit", (e) => beforeSend(state, e));
  addEventListener("online", () => state.dirty && plan(state, 0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && state.dirty) save(state);
  });
  addEventListener("beforeunload", (e) => {
    if (state.stuck && state.dirty && !state.sending) e.preventDefault();
  });
}

function plan(state, wait) {
  if (state.clash) return;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(state), wait);
}

function save(state) {
  if (state.running || state.clash || state.sending) return;
  clearTimeout(state.timer);
  state.dirty = false;
  state.running = post(state.form)
    .then((answer) => worked(state, answer))
    .catch((problem) => failed(state, problem))
    .finally(() => {
      state.running = null;
      if (state.dirty) plan(state, state.wait);
    });
}

async function post(form) {
  const reply = await fetch(form.dataset.autosave, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { Accept: "application/json" },
    credentials: "same-origin",
    redirect: "manual", // a way to the sign-in page is not a save
    keepalive: true,
  });
  if (reply.status === 409) throw { clash: true };
  if (!reply.ok) throw { clash: false };
  return reply.json();
}

function worked(state, answer) {
  state.stuck = false;
  state.wait = PAUSE;
  state.last = answer.saved;
  const version = state.form.elements.namedItem("version");
  if (version && answer.version !== undefined) version.value = answer.version;
  say(state, "Saved", " at " + answer.saved + ". Everything you type is kept.", false);
  if (!state.dirty) state.form.dispatchEvent(new CustomEvent("pc:saved"));
}

function failed(state, problem) {
  state.stuck = true;
  state.dirty = true;
  state.clash = Boolean(problem && problem.clash);
  state.wait = Math.min(state.wait * 2, SLOWEST);
  const since = state.last ? "Not saved since " + state.last + "." : "Not saved yet.";
  const more = state.clash
    ? " Your words are safe on this page. Someone else changed this text too: save to see both."
    : " Your words are safe on this page.";
  say(state, since, more, true);
}

// say writes in place. Only trouble is read out; each save would be noise.
function say(state, strong, rest, trouble) {
  const lead = document.createElement("strong");
  lead.textContent = strong;
  state.place.classList.toggle("pc-saved--not", trouble);
  state.place.setAttribute("aria-live", trouble ? "polite" : "off");
  state.place.replaceChildren(lead, rest);
}

// beforeSend lets a save under way end first, so that the form rests on the
// version it made.
function beforeSend(state, event) {
  if (event.defaultPrevented) return;
  clearTimeout(state.timer);
  if (!state.running) {
    state.sending = true;
    // The person may come back to this page, or the network may refuse.
    setTimeout(() => (state.sending = false), 5000);
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  state.running.finally(() => state.form.requestSubmit(button));
}
