// The workbench works without this file; with it, keys act, forms answer in place, and the source line speaks.

const source = document.getElementById("source");

function showSource(event) {
  const link = event.target.closest?.("[data-src]");
  if (!link) return;
  source.replaceChildren();
  for (const [at, text] of link.dataset.src.split("\n").entries()) {
    const part = document.createElement(at ? "span" : "b");
    part.className = at ? "step" : "";
    part.textContent = text;
    source.append(part);
  }
}
document.addEventListener("focusin", showSource);
document.addEventListener("pointerover", showSource);

// A server that is away, or back with other sessions, costs nobody what is typed: the form stays, and says why.
function hold(place, words) {
  const said = place.querySelector(":scope > [data-held]") ?? document.createElement("p");
  said.dataset.held = "";
  said.className = "note warn";
  said.setAttribute("role", "alert");
  said.textContent = words;
  place.prepend(said);
}
document.addEventListener("kaimen:reached", () => document.querySelector("#main > [data-held]")?.remove());
document.addEventListener("kaimen:unreached", () => hold(document.getElementById("main"), document.body.dataset.unreached));

function refused(form, page) {
  const said = page.querySelector("#main .findings") ?? page.querySelector("#main h1");
  const words = said?.textContent.trim().replace(/\s+/g, " ") ?? "";
  hold(form, `${words} ${document.body.dataset.held}`);
}

// Return whether a form can be sent: the server answers, knows who asks, and the form carries the token of now.
async function isReady(form) {
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const isDoor = response.redirected && new URL(response.url).pathname === "/sign-in" && location.pathname !== "/sign-in";
    if (response.status === 401 || isDoor) {
      refused(form, page);
      return false;
    }
    const token = page.querySelector("input[name=csrf]")?.value;
    if (token) for (const one of document.querySelectorAll("input[name=csrf]")) one.value = token;
    return true;
  } catch {
    hold(form, document.body.dataset.unreached);
    return false;
  }
}

async function swap(address, options, otherwise, form) {
  const main = document.getElementById("main");
  if (main.getAttribute("aria-busy") === "true") return;
  main.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, options);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (form && [401, 403].includes(response.status)) {
      refused(form, page);
      return;
    }
    const fresh = page.getElementById("main");
    if (!fresh) throw new Error("not a page");
    for (const part of ["nav.side", "header.top"]) {
      const [old, next] = [document.querySelector(part), page.querySelector(part)];
      if (old && next) old.replaceWith(next);
    }
    main.replaceWith(fresh);
    document.title = page.title;
    if (response.ok) {
      history.pushState(null, "", response.url);
      document.dispatchEvent(new CustomEvent("kaimen:moved"));
    }
    fresh.focus({ preventScroll: true });
    const at = fresh.querySelector("[data-focus]");
    if (at?.matches("input, select, textarea")) at.focus();
    else if (at) at.scrollIntoView({ block: "nearest" });
    else fresh.scrollIntoView({ block: "start" });
    document.dispatchEvent(new CustomEvent("kaimen:swapped"));
  } catch (error) {
    if (form && error instanceof TypeError) hold(form, document.body.dataset.unreached); // nothing answered
    else otherwise();
  } finally {
    main.removeAttribute("aria-busy");
  }
}

// Going back to another page loads it; going to a place of this one does not.
const here = () => location.pathname + location.search;
let shown = here();
document.addEventListener("kaimen:moved", () => { shown = here(); });
addEventListener("popstate", () => { if (here() !== shown) location.reload(); });

// On a narrow screen the menu is one line that scrolls: what is open stands in it.
function inSight() {
  const nav = document.querySelector("nav.side");
  const here = nav.querySelector("[aria-current]");
  if (here && nav.scrollWidth > nav.clientWidth) nav.scrollLeft = here.offsetLeft - nav.clientWidth / 2;
}
inSight();
document.addEventListener("kaimen:swapped", inSight);

let ready = null;
const asked = new WeakSet();

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.method !== "post" || ready === form) return;
  event.preventDefault();
  if (asked.has(form)) return;
  const isSwapped = form.matches("[data-swap]");
  if (!isSwapped || form.querySelector(":scope > [data-held]")) {
    asked.add(form);
    const can = await isReady(form);
    asked.delete(form);
    if (!can) return;
  }
  form.querySelector(":scope > [data-held]")?.remove();
  if (!isSwapped) {
    ready = form;
    form.requestSubmit(submitter);
    ready = null;
    return;
  }
  const data = new FormData(form, submitter);
  const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  swap(form.action, { method: "POST", body }, () => location.reload(), form);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-swap]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  swap(link.href, {}, () => location.assign(link.href));
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details[data-closes]") && event.target.open) {
    event.target.querySelector("input:not([type=hidden])")?.focus();
  }
}, true);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typed = event.target.closest?.("input:not([type=radio]):not([type=checkbox]):not([type=range]), textarea, select");
  if (event.key === "Escape") {
    if (typed) typed.blur();
    document.querySelector("details[open][data-closes]")?.removeAttribute("open");
    return;
  }
  if (typed) return;
  const button = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
});
