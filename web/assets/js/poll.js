// Asks every second and a half how far something is, says so in place, and loads
// the page again when it is done; somebody who has gone to a link or button with the
// keyboard would lose their place, and is told instead. A hidden page does not ask.
export function poll(place) {
  const again = () => setTimeout(ask, 1500);
  async function ask() {
    if (document.hidden) return again();
    try {
      const answer = await fetch(place.dataset.poll, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok) return;
      const how = await answer.json();
      if (how.done || how.proposals !== Number(place.dataset.proposals)) {
        if (document.activeElement === document.body) return location.reload();
        place.textContent = (how.done ? "It has ended." : "A plan is there.") + " “See how far it is” shows it.";
        return;
      }
      place.textContent = how.words;
    } catch {
      // without a network the page says what it said
    }
    again();
  }
  again();
}
