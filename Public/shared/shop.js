// What happens in place: HTML over the wire, by attributes. Everything works without it, as links and forms do.
//   data-in-place="explore.category …"  a link or form changes these fragments instead of the page
//   data-live                           such a form is sent whenever something in it changes
//   data-emits="team:event"             sent by the new fragment afterwards; on an input, when it changes
//   data-hears, data-refresh="/path"    fetched again when that event comes
//   data-focus-key, data-announce       what to focus and what to say afterwards
//   data-overlay-toggle                 outlines the fragments

const root = document.documentElement;
const parser = new DOMParser();
let reading; // the fetch of a page; a newer one takes its place

// MARK: Fragments

const wrappers = (tree, name) => [...tree.querySelectorAll(`shop-fragment[data-name="${CSS.escape(name)}"]`)];

/** Pairs of the page's fragments with their successors; null if the two pages do not match. */
function pair(page, names) {
  const pairs = [];
  for (const name of names) {
    const [old, fresh] = [wrappers(document, name), wrappers(page, name)];
    if (old.length !== fresh.length) return null;
    old.forEach((each, index) => pairs.push([each, fresh[index]]));
  }
  const outer = pairs.filter(([old]) => !pairs.some(([other]) => other !== old && other.contains(old)));
  return outer.length ? outer : null;
}

function replace(pairs) {
  const active = document.activeElement;
  const within = active && pairs.find(([old]) => old.contains(active));
  const key = active?.closest("[data-focus-key]")?.dataset.focusKey;
  for (const [old, fresh] of pairs) {
    for (const open of old.querySelectorAll("details[open][data-focus-key]")) {
      const twin = find(fresh, open.dataset.focusKey);
      if (twin) twin.open = true;
    }
    old.replaceWith(document.adoptNode(fresh));
  }
  listen();
  if (within) focus(within[1], key);
}

const find = (tree, key) => tree.querySelector(`[data-focus-key="${CSS.escape(key)}"]`);

function focus(fragment, key) {
  const same = key && (find(fragment, key) ?? find(document, key));
  const target = same || fragment.querySelector("h1, h2, h3") || fragment;
  if (!target.matches("a, button, input, select, textarea, summary")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest" });
}

function announce(fragments) {
  const texts = fragments.flatMap((each) => [...each.querySelectorAll("[data-announce]")].map((e) => e.dataset.announce));
  say(texts.filter(Boolean).join(". "));
}

function say(text) {
  const announcer = document.getElementById("announcer");
  if (!announcer || !text) return;
  announcer.textContent = "";
  setTimeout(() => (announcer.textContent = text), 60);
}

// MARK: Fetching

/** Fetches a page; fails for anything but a good page of HTML of this shop. */
async function load(url, options) {
  const response = await fetch(url, { headers: { accept: "text/html" }, ...options });
  const isPage = response.headers.get("content-type")?.startsWith("text/html");
  if (!response.ok || !isPage || new URL(response.url).origin !== location.origin) throw new Error(response.status);
  const page = parser.parseFromString(await response.text(), "text/html");
  return { page, url: response.url };
}

/** Shows that something is under way, if it takes longer than one would not notice. */
function waiting(fragments) {
  const mark = (isBusy) => {
    for (const each of fragments) {
      each.classList.toggle("is-busy", isBusy);
      isBusy ? each.setAttribute("aria-busy", "true") : each.removeAttribute("aria-busy");
    }
  };
  const timer = setTimeout(mark, 150, true);
  return () => { clearTimeout(timer); mark(false); };
}

async function adoptStyles(page) {
  const known = new Set([...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href));
  const missing = [...page.querySelectorAll("link[rel=stylesheet]")].filter((link) => !known.has(link.href));
  await Promise.all(missing.map((link) => new Promise((done) => {
    const copy = document.importNode(link);
    copy.onload = copy.onerror = done;
    document.head.append(copy);
  })));
}

/**
 * Changes the fragments `names` to what they are on the page at `url`.
 * Returns true if that was done or a newer visit has taken over; otherwise the browser should go there itself.
 */
async function visit(url, names, { body, emits, push = true } = {}) {
  if (!body) reading?.abort();
  const control = new AbortController();
  if (!body) reading = control;
  const done = waiting(names.flatMap((name) => wrappers(document, name)));
  try {
    const options = body ? { method: "POST", body } : {};
    const answer = await load(url, { ...options, signal: control.signal });
    await adoptStyles(answer.page);
    if (control.signal.aborted) return true;
    const pairs = pair(answer.page, names);
    if (!pairs) {
      if (!body) return false;
      location.assign(answer.url);
      return true;
    }
    if (push && !body) remember(answer.url, names);
    if (!body) document.title = answer.page.title;
    replace(pairs);
    const fresh = pairs.map(([, each]) => each);
    announce(fresh);
    emit(fresh[0], emits);
    return true;
  } catch (error) {
    return error.name === "AbortError";
  } finally {
    done();
  }
}

function emit(target, names, detail) {
  for (const name of names?.split(" ") ?? []) target.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
}

// MARK: History

let here = location.pathname + location.search;

function remember(url, names) {
  const { pathname, search } = new URL(url);
  if (pathname + search === here) return;
  here = pathname + search;
  history.replaceState({ names }, "");
  history.pushState({ names }, "", url);
}

addEventListener("popstate", async ({ state }) => {
  const target = location.pathname + location.search;
  if (target === here) return;
  here = target;
  if (!state?.names || !(await visit(location.href, state.names, { push: false }))) location.reload();
});

// MARK: Links and forms

const names = (element) => element.dataset.inPlace.split(" ").filter(Boolean);

document.addEventListener("click", async (event) => {
  const toggle = event.target.closest("[data-overlay-toggle]");
  if (toggle) return overlay(event);
  const link = event.target.closest("a[data-in-place]");
  const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || event.defaultPrevented || link.target || link.origin !== location.origin) return;
  event.preventDefault();
  if (!(await visit(link.href, names(link), { emits: link.dataset.emits }))) location.assign(link.href);
});

/** What a GET form asks for, without what is empty. */
function query(action, data) {
  const url = new URL(action);
  url.search = new URLSearchParams([...data].filter(([, value]) => value !== ""));
  return url.href;
}

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  const isPost = (submitter?.getAttribute("formmethod") ?? form.method).toLowerCase() === "post";
  if (event.defaultPrevented || (isPost && form.dataset.busy)) return event.preventDefault();
  if (isPost) form.dataset.busy = "true";
  if (!form.dataset.inPlace) return;
  event.preventDefault();
  const action = new URL(submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "", location).href;
  const data = new FormData(form, submitter);
  const url = isPost ? action : query(action, data);
  const body = isPost ? new URLSearchParams(data) : undefined;
  const isDone = await visit(url, names(form), { body, emits: form.dataset.emits });
  if (isDone) delete form.dataset.busy;
  else if (isPost) resend(form, submitter);
  else location.assign(url);
});

/** Sends a form as the browser would have, with the button that was pressed. */
function resend(form, submitter) {
  const inPlace = form.dataset.inPlace;
  delete form.dataset.inPlace;
  delete form.dataset.busy;
  form.requestSubmit(submitter?.isConnected ? submitter : undefined);
  form.dataset.inPlace = inPlace;
}

document.addEventListener("change", ({ target }) => {
  if (target.form?.hasAttribute("data-live")) target.form.requestSubmit();
  if (target.dataset.emits) emit(target, target.dataset.emits, { name: target.name, value: target.value });
});

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-busy]")) delete form.dataset.busy;
});

// MARK: Events between fragments

const heard = new Set();

/** Listens for every event that something on the page wants to hear. */
function listen() {
  for (const element of document.querySelectorAll("[data-hears]")) {
    for (const name of element.dataset.hears.split(" ")) {
      if (heard.has(name)) continue;
      heard.add(name);
      document.addEventListener(name, () => refresh(name));
    }
  }
}

function refresh(name) {
  for (const element of document.querySelectorAll(`[data-hears~="${CSS.escape(name)}"][data-refresh]`)) renew(element);
}

async function renew(element) {
  const old = element.closest("shop-fragment");
  if (!old) return;
  try {
    const { page } = await load(element.dataset.refresh, {});
    const [fresh] = wrappers(page, old.dataset.name);
    if (!fresh || !old.isConnected) return;
    replace([[old, fresh]]);
    fresh.classList.add("is-updated");
    setTimeout(() => fresh.classList.remove("is-updated"), 600);
  } catch {
    // What is shown stays: it is as old as it was.
  }
}

// MARK: The overlay

function overlay(event) {
  event.preventDefault();
  const isOn = root.classList.toggle("show-fragments");
  document.cookie = `overlay=${isOn ? "on" : "off"}; Path=/; SameSite=Lax; Max-Age=31536000`;
  say(isOn ? "The pieces of the page are outlined." : "The outlines are gone.");
}

listen();
