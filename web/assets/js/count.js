// Says how many words stand in the box, or how many characters are left.
export function count(place) {
  const group = place.closest(".govuk-form-group");
  const area = group && group.querySelector("textarea");
  if (!area) return;
  const most = Number(area.dataset.max || 0);
  const update = () => {
    place.textContent = most ? left(most - length(area.value)) : written(area.value);
  };
  area.addEventListener("input", update);
  area.addEventListener("pc:restored", update);
  update();
}

// The server counts a line's end as one and letters as code points; so do we.
const length = (text) => Array.from(text).length;

function written(text) {
  const n = (text.match(/\S+/g) || []).length;
  return n === 1 ? "1 word" : n + " words";
}

function left(n) {
  const some = Math.abs(n) === 1 ? "1 character" : Math.abs(n) + " characters";
  return n < 0 ? "You have " + some + " too many" : "You have " + some + " left";
}
