// Asks every second and a half how far something is, says so in place, and loads
// the page again when it is done. A hidden page does not ask.
export function poll(place) {
  const again = () => setTimeout(ask, 1500);
  async function ask() {
    if (document.hidden) return again();
    try {
      const answer = await fetch(place.dataset.poll, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok) return;
      const how = await answer.json();
      if (how.done || how.proposals !== Number(place.dataset.proposals)) return location.reload();
      place.textContent = how.words;
    } catch {
      // without a network the page says what it said
    }
    again();
  }
  again();
}
