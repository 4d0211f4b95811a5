// Limits that answer while they are moved, and jobs that tell where they are. Without this file the forms do the same.

const WAIT = 90; // milliseconds after the last key in a box; a slider is answered as it moves

let timer = 0;
let asking = false;
let waiting = null; // the form that moved while the last movement is being answered

function exchange(fresh) {
  for (const part of document.querySelectorAll("[data-live]")) {
    if (part.contains(document.activeElement) && document.activeElement !== document.body) continue;
    const other = fresh.querySelector(`[data-live="${CSS.escape(part.dataset.live)}"]`);
    if (other) part.replaceChildren(...other.childNodes);
  }
  for (const name of ["header.top", "nav.side"]) {
    const [here, there] = [document.querySelector(name), fresh.querySelector(name)];
    if (here && there && !here.contains(document.activeElement)) here.replaceWith(there);
  }
  for (const form of document.querySelectorAll("form[action='/plan/solve']")) {
    if (!form.elements.plan) continue;
    const there = [...fresh.querySelectorAll("form[action='/plan/solve']")].find((one) => one.elements.plan);
    for (const one of form.querySelectorAll("input[name=change]")) one.remove();
    if (there) form.prepend(...there.querySelectorAll("input[name=change]"));
  }
}

async function look(form) {
  if (asking) {
    waiting = form;
    return;
  }
  asking = true;
  form.setAttribute("aria-busy", "true");
  try {
    const asked = new URLSearchParams(new FormData(form));
    const response = await fetch(`${form.action}?${asked}`);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    if (waiting && document.activeElement?.type !== "range") return; // more was typed meanwhile
    if (response.ok) {
      exchange(fresh);
      history.replaceState(null, "", response.url);
      document.dispatchEvent(new CustomEvent("kaimen:moved"));
    } else {
      tell(fresh);
    }
  } catch {
    document.dispatchEvent(new CustomEvent("kaimen:unreached"));
  } finally {
    asking = false;
    const next = waiting;
    waiting = null;
    if (next) look(next);
    else form.removeAttribute("aria-busy");
  }
}

function tell(fresh) {
  const place = document.querySelector("[data-live=remarks]");
  const found = fresh.querySelector(".findings");
  if (place && found) place.replaceChildren(found);
}

function mark(box) {
  box.classList.toggle("chg", box.value.trim() !== box.dataset.base);
}

document.addEventListener("input", (event) => {
  const moved = event.target;
  const form = moved.form;
  if (!form?.matches("[data-limits]")) return;
  if (moved.dataset.slides) {
    const box = form.elements[moved.dataset.slides];
    box.value = Number(moved.value).toLocaleString("en", { maximumFractionDigits: 6 });
    mark(box);
  } else if (moved.dataset.base !== undefined) {
    mark(moved);
    const slider = document.querySelector(`[data-slides="${CSS.escape(moved.name)}"]`);
    const value = Number(moved.value.replaceAll(",", ""));
    if (slider && Number.isFinite(value)) slider.value = value;
  }
  clearTimeout(timer);
  if (moved.dataset.slides) look(form);
  else timer = setTimeout(() => look(form), WAIT);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-limits]")) return;
  event.preventDefault();
  clearTimeout(timer);
  look(event.target);
});

function follow(panel) {
  const address = panel.dataset.job;
  const events = new EventSource(`${address}/events`);
  // The browser asks again by itself until the server is back; a server that no longer knows who asks ends that.
  events.addEventListener("open", () => document.dispatchEvent(new CustomEvent("kaimen:reached")));
  events.addEventListener("error", () => document.dispatchEvent(new CustomEvent("kaimen:unreached")));
  events.addEventListener("progress", async (event) => {
    const said = JSON.parse(event.data);
    panel.querySelector("[data-job-state]").textContent = said.words;
    panel.querySelector("[data-job-at]").textContent = said.at;
    const picture = await fetch(`${address}/picture`);
    if (picture.status !== 200) return;
    const drawn = new DOMParser().parseFromString(await picture.text(), "text/html").querySelector("svg");
    if (drawn) panel.querySelector("[data-job-picture]").replaceChildren(document.importNode(drawn, true));
  });
  events.addEventListener("close", () => {
    events.close(); // a finished stream would otherwise be asked for again and again
    location.reload();
  });
}

for (const panel of document.querySelectorAll("[data-job]")) follow(panel);
