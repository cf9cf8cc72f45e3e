// What links and forms cannot do alone: the step buttons of a quantity, the chosen store's name beside the totals, the
// way to what is wrong with a form, and an order's page that follows its order.

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

// MARK: An order's page follows its order: data-follow="/events" until that says "over"

const order = () => document.querySelector("[data-follow]");
const isLive = (is) => document.documentElement.classList.toggle("is-live", is);
let events;
let tries = 0;

function follow() {
  if (events || !order()) return;
  events = new EventSource(order().dataset.follow);
  events.onopen = () => { tries = 0; isLive(true); };
  events.onerror = () => {
    isLive(false);
    // A browser comes back by itself to what broke off, but not to what was refused.
    if (events.readyState !== EventSource.CLOSED) return;
    leave();
    if (tries < 6) setTimeout(follow, 1000 * 2 ** tries++);
  };
  events.addEventListener("order", changed);
  events.addEventListener("over", (event) => { leave(); changed(event); });
}

function leave() {
  events?.close();
  events = undefined;
}

function changed({ lastEventId, data }) {
  const page = order();
  if (!page || Number(lastEventId) <= Number(page.dataset.version)) return;
  page.dispatchEvent(new CustomEvent("checkout:order-changed", { bubbles: true }));
  const announcer = document.getElementById("announcer");
  if (announcer && announcer.textContent !== data) announcer.textContent = data;
}

addEventListener("pagehide", leave);
addEventListener("pageshow", follow);
