// Cells of a sheet changed in place. Arrows move, typing changes, and what somebody else changed meanwhile is shown
// beside what was written. Without this file a project's own page does the same, one cell at a time.

const table = document.querySelector("table[data-grid]");
const source = document.getElementById("source");
const waiting = new Map(); // row -> what is to be kept of it, by name
const sending = new Set(); // rows on their way

const cellOf = (node) => node.closest?.("table[data-grid] tbody :is(td, th)");
const written = (cell) => cell.querySelector("a, span.t") ?? cell;

const headOf = (cell) => table.tHead.rows[0].cells[cell.cellIndex].textContent.trim();

function setUp() {
  table.setAttribute("role", "grid");
  for (const cell of table.querySelectorAll("tbody :is(td, th)")) {
    cell.tabIndex = -1;
    for (const link of cell.querySelectorAll("a")) link.tabIndex = -1;
  }
  table.parentElement.removeAttribute("tabindex");
  const first = table.querySelector("tbody [data-cell]") ?? table.querySelector("tbody :is(td, th)");
  if (first) first.tabIndex = 0;
}

function go(cell) {
  if (!cell) return;
  for (const other of table.querySelectorAll("tbody [tabindex='0']")) other.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus();
  const said = cell.querySelector("[data-src]");
  if (said && !cell.dataset.unkept) said.dispatchEvent(new Event("focusin", { bubbles: true }));
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function beside(cell, down, right) {
  const row = cell.parentElement;
  const rows = [...row.parentElement.rows];
  const next = rows[Math.min(rows.length - 1, Math.max(0, rows.indexOf(row) + down))];
  return next.cells[Math.min(next.cells.length - 1, Math.max(0, cell.cellIndex + right))];
}

function open(cell, text) {
  const input = document.createElement("input");
  input.type = "text";
  input.className = "cell";
  input.value = text ?? cell.dataset.says;
  input.setAttribute("aria-label", `${headOf(cell)}, ${cell.parentElement.cells[0].textContent.trim()}`);
  if (document.getElementById(`choices-${cell.dataset.col}`)) input.setAttribute("list", `choices-${cell.dataset.col}`);
  for (const child of cell.childNodes) if (child.nodeType === 1) child.hidden = true;
  const bare = [...cell.childNodes].find((child) => child.nodeType === 3 && child.textContent.trim());
  if (bare) {
    const text = document.createElement("span");
    text.className = "t";
    bare.replaceWith(text);
    text.append(bare.textContent.trim());
    text.hidden = true;
  }
  cell.append(input);
  input.focus();
  if (text === undefined) input.select();
}

function close(input, isKept) {
  const cell = input.parentElement;
  if (!cell || input.dataset.closed) return;
  input.dataset.closed = "yes";
  const value = input.value.trim();
  input.remove();
  for (const child of cell.childNodes) if (child.nodeType === 1) child.hidden = false;
  if (isKept && (value !== cell.dataset.says || cell.dataset.unkept)) keep(cell, value);
}

function keep(cell, value) {
  cell.was ??= { says: cell.dataset.says, shown: written(cell).textContent };
  written(cell).textContent = value;
  cell.dataset.unkept = "yes";
  cell.dataset.says = value;
  cell.removeAttribute("aria-invalid");
  const row = cell.parentElement;
  if (!waiting.has(row)) waiting.set(row, new Map());
  waiting.get(row).set(cell.dataset.cell, value);
  send(row);
}

function forget(cell) {
  waiting.get(cell.parentElement)?.delete(cell.dataset.cell);
  cell.dataset.says = cell.was.says;
  written(cell).textContent = cell.was.shown;
  settled(cell);
}

function settled(cell) {
  delete cell.was;
  delete cell.dataset.unkept;
  cell.removeAttribute("aria-invalid");
}

// One change at a time of a row. What is refused is tried cell by cell, so that one wrong value keeps no other back.
async function send(row) {
  if (sending.has(row)) return;
  sending.add(row);
  let isAlone = false;
  try {
    for (let cells = waiting.get(row); cells?.size; cells = waiting.get(row)) {
      const sent = new Map(isAlone ? [...cells].slice(0, 1) : cells);
      const answer = await post(row, sent);
      if (answer.row) {
        for (const [name, value] of sent) if (cells.get(name) === value) cells.delete(name);
        if (answer.row.entry) mayUndo(row, answer.row.entry, [...sent.keys()]);
        update(row, answer.row, cells);
      } else if (answer.form) {
        if (cells.size > sent.size) isAlone = false; // more was written meanwhile: show all of it
        else return show(row, answer);
      } else if (answer.isLost) {
        return tell(answer.said);
      } else if (sent.size > 1) {
        isAlone = true;
      } else {
        const [[name, value]] = sent;
        if (cells.get(name) === value) cells.delete(name);
        [...row.cells].find((cell) => cell.dataset.cell === name)?.setAttribute("aria-invalid", "true");
        tell(answer.said);
      }
    }
  } finally {
    sending.delete(row);
  }
}

// The last change that was kept, and the way back from it: the server puts the values before in as a new version.
let back = null;

function mayUndo(row, entry, names) {
  back?.remove();
  back = document.createElement("span");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = table.dataset.undo;
  button.addEventListener("click", () => undo(row, entry, names));
  const heads = [...row.cells].filter((cell) => names.includes(cell.dataset.cell)).map(headOf);
  back.append(`${[row.cells[0].textContent.trim(), ...heads].join(" · ")} `, button);
  back.setAttribute("role", "status");
  source.after(back);
}

async function undo(row, entry, names) {
  if (sending.has(row) || waiting.get(row)?.size) return;
  sending.add(row);
  const answer = await ask(row.dataset.at.replace(/cells$/, "undo"), new URLSearchParams({ csrf: table.dataset.csrf, entry }));
  sending.delete(row);
  if (!answer.row) return tell(answer.said);
  update(row, answer.row);
  mayUndo(row, answer.row.entry, names);
  go([...row.cells].find((cell) => cell.dataset.cell === names[0]) ?? row.cells[0]);
}

async function post(row, cells) {
  const body = new URLSearchParams({ csrf: table.dataset.csrf, version: row.dataset.version, back: location.pathname + location.search });
  for (const [name, value] of cells) {
    body.append("name", name);
    body.append("value", value);
  }
  return ask(row.dataset.at, body);
}

async function ask(at, body) {
  try {
    const response = await fetch(at, { method: "POST", body, headers: { Accept: "application/json, text/html" } });
    const text = await response.text();
    if (response.ok) return { row: JSON.parse(text) };
    const page = new DOMParser().parseFromString(text, "text/html");
    const [form, title, found] = ["form[data-both]", "h1", ".findings"].map((one) => page.querySelector(one));
    return { form, title: title?.textContent ?? "", said: found?.textContent ?? String(response.status) };
  } catch {
    return { isLost: true, said: table.dataset.unreached };
  }
}

function update(row, fresh, left = new Map()) {
  if (!fresh.version) return;
  row.dataset.version = fresh.version;
  for (const cell of row.cells) {
    const name = cell.dataset.cell;
    if (left.has(name) || cell.querySelector("input.cell")) continue;
    if (cell.getAttribute("aria-invalid")) continue; // a value that was refused stays to be corrected
    settled(cell);
    if (name) cell.dataset.says = fresh.says[name] ?? "";
    const shown = fresh.shown[cell.dataset.col];
    if (shown !== undefined && written(cell).textContent.trim() !== shown) written(cell).textContent = shown;
  }
}

function show(row, { form, title }) {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", title ?? "");
  const head = document.createElement("h2");
  head.textContent = title ?? "";
  dialog.append(head, document.adoptNode(form));
  document.getElementById("main").append(dialog);
  const cell = [...row.cells].find((one) => one.dataset.unkept);
  const done = (fresh) => {
    waiting.delete(row);
    update(row, fresh);
    dialog.close();
  };
  form.querySelector("[data-theirs]").addEventListener("click", (event) => {
    event.preventDefault();
    done(JSON.parse(form.dataset.row));
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await ask(form.action, new URLSearchParams(new FormData(form, event.submitter)));
    if (answer.row) return done(answer.row);
    dialog.close();
    if (answer.form) show(row, answer); // somebody was there again
    else tell(answer.said);
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    go(cell);
  });
  dialog.showModal();
  form.querySelector("input[type=checkbox], button")?.focus();
}

function tell(text) {
  source.textContent = text.replace(/\s+/g, " ").trim();
}

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -999], End: [0, 999], PageUp: [-20, 0], PageDown: [20, 0] };

function inCell(event, cell) {
  const link = cell.querySelector("a");
  if (event.key in MOVES && !event.ctrlKey && !event.metaKey && !event.altKey) go(beside(cell, ...MOVES[event.key]));
  else if (event.key === "Enter" && (event.ctrlKey || !cell.dataset.cell)) link?.click();
  else if (event.key === "Escape" && cell.was) forget(cell);
  else if (event.key === "z" && (event.ctrlKey || event.metaKey)) back?.querySelector("button").click();
  else if (cell.dataset.cell && (event.key === "Enter" || event.key === "F2")) open(cell);
  else if (cell.dataset.cell && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) open(cell, event.key);
  else return;
  event.preventDefault();
}

function inInput(event, input) {
  const cell = input.parentElement;
  if (event.isComposing) return;
  if (event.key === "Escape") close(input, false), go(cell);
  else if (event.key === "Enter") close(input, true), go(beside(cell, event.shiftKey ? -1 : 1, 0));
  else if (event.key === "Tab") close(input, true), go(beside(cell, 0, event.shiftKey ? -1 : 1));
  else return;
  event.preventDefault();
  event.stopPropagation();
}

if (table?.tBodies[0]?.rows.length) {
  setUp();
  table.addEventListener("keydown", (event) => {
    if (event.target.matches("input.cell")) inInput(event, event.target);
    else if (event.target === cellOf(event.target)) inCell(event, event.target);
  });
  table.addEventListener("focusout", (event) => {
    if (event.target.matches("input.cell")) close(event.target, true);
  });
  table.addEventListener("mousedown", (event) => {
    const cell = cellOf(event.target);
    if (cell && !event.target.closest("a, input")) go(cell), event.preventDefault();
  });
  table.addEventListener("dblclick", (event) => {
    const cell = cellOf(event.target);
    if (cell?.dataset.cell && !event.target.closest("input")) open(cell);
  });
  addEventListener("beforeunload", (event) => {
    if (table.querySelector("[data-unkept]")) event.preventDefault();
  });
}
