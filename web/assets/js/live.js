// Says in place what somebody else has changed while the page was open. The stream
// tells only that something has changed; what, the page asks for as the reader.
// A part marked data-fresh is put in place of the old one, unless the reader is in
// it; a form that somebody may be typing in is left alone.
export function live(place) {
  const { dataset } = place;
  let source;
  let again;

  function open() {
    if (document.hidden || source) return;
    source = new EventSource(dataset.live);
    source.addEventListener("changed", (event) => event.data !== dataset.stamp && changed());
    source.onerror = () => source?.readyState === EventSource.CLOSED && refused();
  }

  function close() {
    clearTimeout(again);
    source?.close();
    source = undefined;
  }

  // refused is for an answer that is no stream: the reader may not come any more, or
  // the server is away for a while.
  async function refused() {
    close();
    const answer = await ask().catch(() => undefined);
    if (answer && (answer.type === "opaqueredirect" || answer.status === 404)) return gone();
    again = setTimeout(open, 30000);
  }

  function gone() {
    if (document.querySelector("[data-fresh]")) return location.assign(dataset.show);
    say("You cannot see this plan any more, or are signed out. What you typed is still here, and cannot be saved.");
  }

  const ask = () =>
    fetch(dataset.news + "?since=" + encodeURIComponent(dataset.stamp), {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      redirect: "manual",
    });

  async function changed() {
    const answer = await ask().catch(() => undefined);
    if (!answer?.ok) return;
    const news = await answer.json();
    if (news.stamp === dataset.stamp || !news.words) return;
    const old = document.querySelector("[data-fresh]");
    if (old && !busy(old) && (await refresh(old))) {
      say(news.words + " The page shows it.");
    } else if (old) {
      say(news.words, false);
    } else {
      say(news.words + " " + dataset.after, true);
    }
  }

  // busy tells whether the reader is in the middle of something there.
  const busy = (part) => part.contains(document.activeElement) || part.querySelector("[data-dragging]");

  // refresh reads the page again and puts the new part in place of the old one.
  function refresh(old) {
    return new Promise((done) => {
      const request = new XMLHttpRequest(); // parses a page without running any of it
      request.responseType = "document";
      request.onloadend = () => {
        const page = request.status === 200 && request.response;
        const fresh = page && page.querySelector("[data-fresh]");
        const line = page && page.querySelector("[data-live]");
        if (!fresh || !line || busy(old)) return done(false);
        old.replaceWith(document.adoptNode(fresh));
        dataset.stamp = line.dataset.stamp;
        done(true);
      };
      request.open("GET", dataset.show);
      request.send();
    });
  }

  // say puts words in place, with a way to the change: on this page, or in a tab of
  // its own where leaving would lose what somebody types.
  function say(words, apart) {
    const note = document.createElement("p");
    note.className = "pc-kept";
    note.textContent = words;
    if (apart !== undefined) {
      const link = document.createElement("a");
      link.className = "govuk-link";
      link.href = dataset.show;
      link.textContent = "Show the change";
      if (apart) {
        link.target = "_blank";
        link.rel = "noopener";
        link.textContent += " (opens in a new tab)";
      }
      note.append(" ", link);
    }
    place.replaceChildren(note);
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && open());
  open();
}
