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

async function swap(address, options, otherwise) {
  const main = document.getElementById("main");
  if (main.getAttribute("aria-busy") === "true") return;
  main.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, options);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
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
    if (at) at.scrollIntoView({ block: "nearest" });
    else fresh.scrollIntoView({ block: "start" });
    document.dispatchEvent(new CustomEvent("kaimen:swapped"));
  } catch {
    otherwise();
  }
}

// Going back to another page loads it; going to a place of this one does not.
const here = () => location.pathname + location.search;
let shown = here();
document.addEventListener("kaimen:moved", () => { shown = here(); });
addEventListener("popstate", () => { if (here() !== shown) location.reload(); });

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-swap]")) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  swap(form.action, { method: "POST", body }, () => location.reload());
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
