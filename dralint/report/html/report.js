// What the page can do besides being read. Without this script everything is there, in one long
// page. ASCII only; no text is ever put into the page as HTML but what the page itself holds.
"use strict";
(() => {
  const one = (query, from = document) => from.querySelector(query);
  const all = (query, from = document) => [...from.querySelectorAll(query)];

  // What is folded is kept as text in <noscript> until it is wanted.
  const unpack = (within) => {
    for (const kept of all("noscript", within)) {
      const parts = document.createElement("template");
      parts.innerHTML = kept.textContent;
      all(".code", parts.content).forEach(paint);
      all(".sortable", parts.content).forEach(sortable);
      kept.replaceWith(parts.content);
    }
  };
  document.addEventListener("toggle", (event) => event.target.open && unpack(event.target), true);

  // Colours for code, a line at a time: an excerpt may begin anywhere, so nothing is certain.
  const TOKENS = /(?<c>#(?!\{).*)|(?<s>"(?:\\.|[^"\\])*"|~[a-zA-Z]+\S?)|(?<a>(?<![\w:)\]}]):[a-zA-Z_]\w*[?!]?|\b[a-z_]\w*[?!]?:(?=\s))|(?<m>\b[A-Z]\w*(?:\.[A-Z]\w*)*)|(?<k>@[a-z_]\w*|\b(?:defmodule|def|defp|defmacro|defmacrop|defdelegate|defstruct|defimpl|defprotocol|do|end|fn|case|cond|if|unless|else|with|when|receive|after|rescue|catch|try|raise|for|in|not|and|or|use|import|alias|require|true|false|nil)\b(?![?!:]))/gu;
  function paint(code) {
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) if (walker.currentNode.parentNode.localName !== "i") texts.push(walker.currentNode);
    for (const text of texts) {
      const pieces = [];
      let from = 0;
      for (const found of text.data.matchAll(TOKENS)) {
        const kind = Object.keys(found.groups).find((name) => found.groups[name] !== undefined);
        const piece = document.createElement("span");
        piece.className = kind;
        piece.textContent = found[0];
        pieces.push(text.data.slice(from, found.index), piece);
        from = found.index + found[0].length;
      }
      if (pieces.length) text.replaceWith(...pieces, text.data.slice(from));
    }
  }

  // The theme: the page follows the radio buttons by itself; here the choice is remembered.
  const themes = all("[name=theme]");
  const memory = (() => {
    try {
      return window.localStorage;
    } catch {
      return null; // a page in a sandbox has none
    }
  })();
  try {
    const before = memory?.getItem("dralint-theme");
    themes.forEach((radio) => { radio.checked = radio.value === (before ?? "auto"); });
    if (!themes.some((radio) => radio.checked)) themes[0].checked = true;
    themes.forEach((radio) => radio.addEventListener("change", () => memory?.setItem("dralint-theme", radio.value)));
  } catch { /* nothing is remembered */ }

  // Filters. The address holds them, so that a view can be passed on.
  const form = one("#filters");
  const index = JSON.parse(one("#index").textContent);
  const details = all("#list details.f");
  const files = all("#list .file").map((file) => ({ file, count: one(".n", file), own: [] }));
  let at = 0;
  for (const group of files) while (details[at] && group.file.contains(details[at])) group.own.push(at++);
  index.found.forEach((row) => row.push(`${row[3]} ${index.rules[row[1]]}`.toLowerCase()));

  const pathTest = (wish) => {
    if (!/[*?]/.test(wish)) return (path) => path.toLowerCase().includes(wish.toLowerCase());
    const escaped = wish.replace(/[.+^${}()|[\]\\]/g, "\\$&");
    const source = escaped.replace(/\*\*?|\?/g, (part) => (part === "?" ? "[^/]" : part === "*" ? "[^/]*" : ".*"));
    const pattern = new RegExp(`(^|/)${source}($|/)`, "iu");
    return (path) => pattern.test(path);
  };
  const NAMES = ["text", "path", "family", "rule", "order"];
  const wishes = () => {
    const data = new FormData(form);
    return {
      text: (data.get("text") ?? "").trim(), path: (data.get("path") ?? "").trim(),
      family: data.get("family") ?? "", rule: data.get("rule") ?? "",
      order: data.get("order") ?? "", severity: data.getAll("severity"),
    };
  };
  const filter = () => {
    const wish = wishes();
    const words = wish.text.toLowerCase().split(/\s+/).filter(Boolean);
    const matches = pathTest(wish.path);
    const paths = index.paths.map((path) => !wish.path || matches(path));
    const rules = index.rules.map((rule) => (!wish.rule || rule === wish.rule) && (!wish.family || rule.startsWith(`${wish.family}-`)));
    let shown = 0;
    for (const { file, count, own } of files) {
      let here = 0;
      for (const number of own) {
        const [severity, rule, path, , text] = index.found[number];
        const fits = rules[rule] && paths[path] && wish.severity.includes(severity) && words.every((word) => text.includes(word));
        details[number].hidden = !fits;
        here += fits;
      }
      file.hidden = !here;
      count.textContent = here === own.length ? here : `${here} of ${own.length}`;
      shown += here;
    }
    arrange();
    const whole = details.length;
    one("#shown").textContent = shown === whole ? `${whole.toLocaleString("en")} findings` : `${shown.toLocaleString("en")} of ${whole.toLocaleString("en")} findings`;
    one("#no-match").hidden = shown > 0;
  };
  const remember = () => {
    const wish = wishes();
    const kept = new URLSearchParams();
    for (const name of NAMES) if (wish[name]) kept.set(name, wish[name]);
    if (wish.severity.length < all("[name=severity]", form).length) wish.severity.forEach((name) => kept.append("severity", name));
    const words = kept.toString();
    try {
      history.replaceState(null, "", `#findings${words ? `?${words}` : ""}`);
    } catch { /* a page in a sandbox keeps its address */ }
  };
  const recall = (words) => {
    const kept = new URLSearchParams(words);
    for (const name of NAMES) form.elements[name].value = kept.get(name) ?? "";
    const severities = kept.getAll("severity");
    all("[name=severity]", form).forEach((box) => { box.checked = !severities.length || severities.includes(box.value); });
    filter();
  };
  const GRAVITY = { info: 1, warning: 2, error: 3 };
  const ORDERS = {
    "": () => 0,
    grave: (group) => Math.max(...group.own.map((number) => GRAVITY[index.found[number][0]])),
    many: (group) => group.own.filter((number) => !details[number].hidden).length,
  };
  let arranged = "";
  const arrange = () => {
    const order = form.elements.order.value;
    if (order === arranged && order !== "many") return;
    arranged = order;
    const weight = ORDERS[order];
    const weighed = files.map((group) => [weight(group), group.file]);
    one("#list").append(...weighed.sort(([a], [b]) => b - a).map(([, file]) => file));
  };
  const openShown = (open) => details.forEach((each) => { if (!each.hidden) each.open = open; });
  if (form) {
    form.hidden = false;
    let waiting = 0;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { filter(); remember(); }, 60);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { filter(); remember(); }));
    one("#open-all").addEventListener("click", () => openShown(true));
    one("#close-all").addEventListener("click", () => openShown(false));
  }

  // One part at a time; the address says which.
  const parts = all(".part");
  const links = all("nav a");
  const show = (id) => {
    parts.forEach((part) => { part.hidden = part.id !== id; });
    links.forEach((link) => {
      if (link.hash !== `#${id}`) return link.removeAttribute("aria-current");
      link.setAttribute("aria-current", "page");
      link.parentElement.scrollLeft = link.offsetLeft - link.parentElement.offsetLeft - 40;
    });
    all(".picture", document.getElementById(id)).forEach(prepare);
  };
  const go = () => {
    const [id, words = ""] = location.hash.slice(1).split("?");
    const target = document.getElementById(id);
    const part = target?.closest(".part");
    show(part ? part.id : "findings");
    if (form && target?.matches(".f, #findings")) recall(target.id === "findings" ? words : "");
    if (!target || target === part) {
      if (target) scrollTo(0, 0);
      return;
    }
    for (let above = target; above; above = above.parentElement?.closest("details")) if (above.localName === "details") above.open = true;
    target.scrollIntoView({ block: target.matches(".f") ? "center" : "start" });
  };
  addEventListener("hashchange", go);

  // Pictures: the view box moves, the picture stays.
  const prepared = new Set();
  function prepare(picture) {
    if (prepared.has(picture)) return;
    prepared.add(picture);
    const canvas = one(".canvas", picture);
    const svg = one("svg", canvas);
    const panel = one(".panel", picture);
    const width = Number(svg.getAttribute("width"));
    const height = Number(svg.getAttribute("height"));
    one(".tools", picture).hidden = false;
    canvas.classList.add("live");
    canvas.style.height = `${Math.min(Math.max(height + 4, 160), innerHeight * 0.7)}px`;
    let view = { x: 0, y: 0, scale: 1 };
    const draw = () => svg.setAttribute("viewBox", `${view.x} ${view.y} ${canvas.clientWidth / view.scale} ${canvas.clientHeight / view.scale}`);
    const fitting = () => Math.min(canvas.clientWidth / width, canvas.clientHeight / height, 1);
    // What is smaller than its frame stands in the middle; of what is larger the first box is shown.
    const place = (scale) => {
      const first = one("rect", svg).getBBox();
      const along = (whole, frame, wanted) => (whole <= frame ? (whole - frame) / 2 : Math.max(0, Math.min(wanted, whole - frame)));
      const [wide, high] = [canvas.clientWidth / scale, canvas.clientHeight / scale];
      view = { scale, x: along(width, wide, first.x - 60), y: along(height, high, first.y + first.height / 2 - high / 2) };
      draw();
    };
    const zoom = (by, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) => {
      const scale = Math.min(4, Math.max(fitting() / 2, view.scale * by));
      view.x += x / view.scale - x / scale;
      view.y += y / view.scale - y / scale;
      view.scale = scale;
      draw();
    };
    const move = (x, y) => { view.x += x / view.scale; view.y += y / view.scale; draw(); };
    svg.setAttribute("preserveAspectRatio", "xMinYMin meet");
    place(fitting() < 0.4 ? 0.75 : fitting());
    const deeds = { in: () => zoom(1.3), out: () => zoom(1 / 1.3), fit: () => place(fitting()), natural: () => place(1) };
    all("[data-do]", picture).forEach((button) => button.addEventListener("click", deeds[button.dataset.do]));
    canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the page scrolls
      event.preventDefault();
      const box = canvas.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY / 300), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      const keys = {
        "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: deeds.fit,
        ArrowLeft: () => move(-60, 0), ArrowRight: () => move(60, 0), ArrowUp: () => move(0, -60), ArrowDown: () => move(0, 60),
        Escape: () => choose(null),
      };
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
    let drag = null;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button === 0) drag = { x: event.clientX, y: event.clientY, far: 0 };
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!drag) return;
      const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
      drag.far += Math.abs(x) + Math.abs(y);
      if (drag.far < 5) return;
      if (!canvas.hasPointerCapture(event.pointerId)) canvas.setPointerCapture(event.pointerId);
      canvas.classList.add("drag");
      move(-x, -y);
      Object.assign(drag, { x: event.clientX, y: event.clientY });
    });
    let dragged = false;
    const drop = () => { dragged = drag?.far >= 5; drag = null; canvas.classList.remove("drag"); };
    canvas.addEventListener("pointerup", drop);
    canvas.addEventListener("pointercancel", drop);
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    canvas.addEventListener("scroll", () => canvas.scrollTo(0, 0)); // focus scrolls what it reveals

    const near = (entry) => {
      svg.classList.toggle("some", entry !== null);
      all(".near", svg).forEach((each) => each.classList.remove("near"));
      if (entry === null) return;
      const close = new Set([entry]);
      for (const line of all(".line", svg)) {
        if (line.dataset.from !== entry && line.dataset.to !== entry) continue;
        line.classList.add("near");
        close.add(line.dataset.from).add(line.dataset.to);
      }
      all(".box", svg).forEach((box) => box.classList.toggle("near", close.has(box.dataset.entry)));
    };
    let chosen = null;
    function choose(box) {
      chosen?.classList.remove("chosen");
      const back = chosen;
      chosen = box;
      near(box ? box.dataset.entry : null);
      panel.hidden = !box;
      if (!box) return back?.focus({ preventScroll: true });
      box.classList.add("chosen");
      const entry = document.getElementById(box.dataset.entry).cloneNode(true);
      [entry, ...all("[id]", entry)].forEach((each) => each.removeAttribute("id"));
      const close = document.createElement("button");
      close.type = "button";
      close.className = "close";
      close.textContent = "\u00d7";
      close.setAttribute("aria-label", "Close details");
      close.addEventListener("click", () => choose(null));
      panel.replaceChildren(close, entry);
      panel.scrollTop = 0;
    }
    svg.addEventListener("click", (event) => {
      const box = event.target.closest("a.box");
      if (box) event.preventDefault();
      if (dragged) return;
      if (box) choose(box === chosen ? null : box);
      else if (chosen) choose(null);
    });
    panel.addEventListener("keydown", (event) => event.key === "Escape" && choose(null));
    all("a.box", svg).forEach((box) => box.addEventListener("focus", () => {
      // A box that the keyboard reaches is brought into sight.
      if (!box.matches(":focus-visible")) return;
      const { x, y, width: w, height: h } = one("rect", box).getBBox();
      const [wide, high] = [canvas.clientWidth / view.scale, canvas.clientHeight / view.scale];
      if (x < view.x || x + w > view.x + wide) view.x = x + w / 2 - wide / 2;
      if (y < view.y || y + h > view.y + high) view.y = y + h / 2 - high / 2;
      draw();
    }));
    addEventListener("resize", draw);
    addEventListener("beforeprint", () => { canvas.scrollTo(0, 0); svg.setAttribute("viewBox", `0 0 ${width} ${height}`); });
    addEventListener("afterprint", draw);
  }

  // Tables that can be sorted by a click on a head.
  function sortable(table) {
    const heads = all("th", table);
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((each) => each.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const body = one("tbody", table);
        const value = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
        const rows = [...body.rows].sort((a, b) => value(a).localeCompare(value(b), "en", { numeric: true }));
        body.append(...(down ? rows.reverse() : rows));
      });
    });
  }
  all(".sortable").forEach(sortable);

  // On paper everything that is shown is open.
  addEventListener("beforeprint", () => {
    all(".part:not([hidden]) details").forEach((each) => { if (!each.hidden) { unpack(each); each.open = true; } });
  });

  if (form) filter();
  go();
})();
