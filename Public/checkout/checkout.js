// What links and forms cannot do alone: the step buttons of a quantity, the chosen store's name beside the totals, and the
// way to what is wrong with a form.

document.addEventListener("click", ({ target }) => {
  const step = target.closest("button[data-step]");
  const input = step?.parentElement.querySelector("input");
  if (!input) return;
  step.dataset.step > 0 ? input.stepUp() : input.stepDown();
});

function nameStore(radio) {
  const name = radio?.closest("label")?.querySelector("strong")?.textContent;
  for (const place of document.querySelectorAll("[data-chosen-store]")) {
    place.textContent = name ? `Picked up at ${name}` : "";
    place.hidden = !name;
  }
}

document.addEventListener("explore:store-chosen", ({ target }) => nameStore(target));
nameStore(document.querySelector("[name=store]:checked"));

document.querySelector("[data-errors]")?.focus();
