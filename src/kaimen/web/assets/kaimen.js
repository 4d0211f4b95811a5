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

async function swap(form, submitter) {
  const main = document.getElementById("main");
  main.setAttribute("aria-busy", "true");
  try {
    const data = new FormData(form, submitter);
    const response = await fetch(form.action, {
      method: "POST",
      body: form.enctype === "multipart/form-data" ? data : new URLSearchParams(data),
      headers: { "X-Kaimen-Swap": "1" },
    });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("main");
    if (!fresh) throw new Error("not a page");
    const side = page.querySelector("nav.side");
    if (side) document.querySelector("nav.side").replaceWith(side);
    main.replaceWith(fresh);
    document.title = page.title;
    if (response.ok) history.replaceState(null, "", response.url);
    const at = fresh.querySelector("[data-focus]") || fresh;
    at.focus({ preventScroll: true });
    at.closest("[data-focus]")?.scrollIntoView({ block: "nearest" });
    document.dispatchEvent(new CustomEvent("kaimen:swapped"));
  } catch {
    HTMLFormElement.prototype.submit.call(form);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-swap]")) return;
  event.preventDefault();
  if (document.getElementById("main").getAttribute("aria-busy") !== "true") swap(form, event.submitter);
});

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
