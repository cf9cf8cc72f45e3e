// Only on the pages of a shop that was started by ./shop dev: shows a new release of a fragment as soon as it is in
// force, and what keeps one from being made.

const events = new EventSource("/dev/events");
events.addEventListener("reload", refresh);
events.addEventListener("message", ({ data }) => show(data));

const outermost = (tree) => [...tree.querySelectorAll("shop-fragment")].filter((each) => !each.parentElement.closest("shop-fragment"));
const addresses = (tree, selector, name) => [...tree.querySelectorAll(selector)].map((each) => each[name]).join();

/** Puts the page's fragments and styles in the place of the present ones; where that is not enough, loads the page. */
async function refresh() {
  try {
    const response = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const [old, fresh] = [outermost(document), outermost(page)];
    const isAlike = old.length === fresh.length && old.every((each, index) => each.dataset.name === fresh[index].dataset.name);
    const sameScripts = addresses(document, "script[src]", "src") === addresses(page, "script[src]", "src");
    if (!response.ok || !isAlike || !sameScripts) return location.reload();
    await adoptStyles(page);
    old.forEach((each, index) => each.innerHTML === fresh[index].innerHTML || each.replaceWith(document.adoptNode(fresh[index])));
    document.title = page.title;
  } catch {
    location.reload();
  }
}

/** New sheets first, so that the page is never without; then the old ones go. */
async function adoptStyles(page) {
  const sheets = (tree) => [...tree.querySelectorAll("link[rel=stylesheet]")];
  const paths = (tree) => new Set(sheets(tree).map((link) => link.getAttribute("href")));
  const [before, after] = [paths(document), paths(page)];
  const missing = sheets(page).filter((link) => !before.has(link.getAttribute("href")));
  await Promise.all(missing.map((link) => new Promise((done) => {
    const copy = document.importNode(link);
    copy.onload = copy.onerror = done;
    document.head.append(copy);
  })));
  for (const link of sheets(document)) if (!after.has(link.getAttribute("href"))) link.remove();
}

let notice;

/** A text over the page, until it is dismissed, taken back, or the page is new. */
function show(text) {
  notice?.remove();
  if (!text) return;
  notice = document.createElement("aside");
  notice.className = "notice notice--bad dev-message";
  notice.setAttribute("role", "alert");
  Object.assign(notice.style, { position: "fixed", inset: "auto 1rem 1rem", zIndex: 99, maxHeight: "60vh", overflow: "auto" });
  const words = document.createElement("pre");
  words.textContent = text;
  words.style.whiteSpace = "pre-wrap";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--small";
  button.textContent = "Dismiss";
  button.addEventListener("click", () => notice.remove());
  notice.append(words, button);
  document.body.append(notice);
}
