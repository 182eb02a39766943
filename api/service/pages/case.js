// A page of a case saves what is typed, says so, and loses nothing when it is left. Every page works without this.
"use strict";

// On a narrow screen the list of pages is folded, so that the page itself is what one sees.
if (matchMedia("(max-width: 62rem)").matches) document.querySelectorAll("details.pages").forEach((list) => { list.open = false; });

// What an address leads to gets the focus, and stands below the bar with its label and message.
(() => {
  const bar = document.querySelector(".actbar");
  const fit = () => document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`);
  const come = () => {
    const box = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!box) return;
    if (bar) fit();
    for (let around = box.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    box.focus({ preventScroll: true });
    (box.closest(".field, .ask, .boxes tr") || box).scrollIntoView({ block: "start" });
  };
  if (bar) new ResizeObserver(fit).observe(bar);
  addEventListener("hashchange", come);
  addEventListener("load", come);
})();

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const AWAY = "서비스에 닿지 않아 저장하지 못했습니다. 곧 다시 합니다.";
  const PAUSE = 1200, AT_MOST = 4000, AGAIN = 5000;
  const told = document.querySelector("[data-of=saved]");
  let dirty = false, saving = null, pause = 0, limit = 0, overtaken = false;
  // The last saving failed; a button was pressed that waits for it; its page is on the way.
  let failing = false, pressed = false, leaving = false;
  // What a browser takes with it from a page that is left (64 KiB), with room to spare.
  const CARRIED = 60000;

  const tell = (words, look = "") => {
    if (!told || told.textContent === words) return;
    told.textContent = words;
    told.className = `saved ${look}`.trim();
  };
  const body = () => {
    const sent = new URLSearchParams(new FormData(form));
    sent.set("do", "autosave");
    return sent;
  };
  const shows = (answer) => {
    document.querySelectorAll("input[name=revision]").forEach((box) => { box.value = answer.revision; });
    document.querySelectorAll("a[data-revision]").forEach((link) => {
      const address = new URL(link.href);
      address.searchParams.set("revision", answer.revision);
      link.href = address;
    });
    document.querySelectorAll("[data-of=title]").forEach((place) => { place.textContent = answer.title; });
    for (const [address, [words, look]] of Object.entries(answer.marks)) {
      const mark = document.querySelector(`[data-mark="${address}"]`);
      if (mark) { mark.textContent = words; mark.className = `state ${look}`; }
    }
    if (!dirty) tell(`저장됨 ${answer.saved}`);
    dispatchEvent(new Event("case-saved"));
  };
  const overtake = () => {
    overtaken = true;
    failing = false;
    const banner = document.getElementById("overtaken");
    banner.hidden = false;
    if (pressed) banner.scrollIntoView({ block: "center" });
    tell("저장하지 않음: 다른 창에서 고친 사례", "failed");
  };
  const again = (words) => {
    dirty = failing = true;
    tell(words, "failed");
    clearTimeout(pause);
    pause = setTimeout(save, AGAIN);
  };
  const send = async () => {
    try {
      const answer = await fetch(form.action, { method: "POST", body: body(), headers: { accept: "application/json" } });
      if (answer.ok) {
        shows(await answer.json());
        failing = false;
        return;
      }
      if (answer.status === 409 || answer.status === 404) return overtake();
      again((await answer.json().catch(() => ({}))).detail || "저장하지 못했습니다. 곧 다시 합니다.");
    } catch {
      again(AWAY);
    }
  };
  // One at a time: each is made from the revision that the one before has given.
  const save = async () => {
    while (saving) await saving;
    if (!dirty || overtaken) return;
    clearTimeout(pause);
    clearTimeout(limit);
    limit = 0;
    dirty = false;
    saving = send();
    await saving;
    saving = null;
  };
  const changed = () => {
    if (overtaken) return;
    dirty = true;
    tell("저장하는 중…", "waiting");
    clearTimeout(pause);
    pause = setTimeout(save, PAUSE);
    limit = limit || setTimeout(save, AT_MOST);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // What was typed before this script had come is saved, too.
  const chosenFirst = (list) => Math.max(0, [...list.options].findIndex((option) => option.defaultSelected));
  const touched = (box) => {
    if (box.type === "checkbox" || box.type === "radio") return box.checked !== box.defaultChecked;
    if (box.type === "select-one") return box.selectedIndex !== chosenFirst(box);
    return typeof box.defaultValue === "string" && box.value !== box.defaultValue;
  };
  if ([...form.elements].some(touched)) changed();

  // A button sends what stands in the page, from the revision that the last saving gave. Where the service does
  // not answer, the page stays, and so does what was typed on it; what is pressed twice is sent once.
  const settled = async () => {
    if (overtaken) return fetch("/healthz").then((answer) => answer.ok, () => tell(AWAY, "failed"));
    pressed = true;
    await save();
    while (saving) await saving;
    pressed = false;
    return !dirty && !overtaken;
  };
  let ready = false, busy = false;
  document.addEventListener("submit", async (event) => {
    if (leaving || busy) return event.preventDefault();
    if (!ready && (dirty || saving || overtaken)) {
      event.preventDefault();
      busy = true;
      ready = await settled();
      busy = false;
      if (ready) event.target.requestSubmit(event.submitter);
      return;
    }
    ready = false;
    leaving = true;
    // An answer that is a file, or none, leaves the page where it is.
    setTimeout(() => { leaving = false; }, 3000);
  });
  // The next page must show what was typed on this one.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.target || link.origin !== location.origin || (link.pathname === location.pathname && link.hash)) return;
    if (overtaken || (!dirty && !saving)) return;
    event.preventDefault();
    await save();
    while (saving) await saving;
    if (!dirty) location.href = link.href;
  });
  // A page that comes into view again, and on which nothing waits to be saved, shows what was saved elsewhere.
  const revision = () => form.querySelector("[name=revision]").value;
  const latestRevision = () => fetch(form.dataset.latest)
    .then(async (answer) => (answer.ok ? String((await answer.json()).revision) : ""))
    // Without an answer the page stays as it is; saving tells.
    .catch(() => "");
  const refresh = async () => {
    if (document.visibilityState !== "visible" || dirty || saving || overtaken) return;
    const latest = await latestRevision();
    if (latest && latest !== revision() && !dirty && !saving) location.reload();
  };
  document.addEventListener("visibilitychange", refresh);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !failing) save();
  });
  let carried = false;
  addEventListener("pagehide", () => {
    if (!dirty || overtaken || !navigator.sendBeacon(form.action, body())) return;
    carried = true;
    dirty = false;
    sessionStorage.setItem("carried", `${form.dataset.latest} ${revision()}`);
  });
  // The next page may have been asked for before that was saved: it waits for it, and is shown anew.
  const arrive = async () => {
    const before = told.textContent;
    form.inert = true;
    tell("저장하는 중…", "waiting");
    for (let times = 0; times < 20; times += 1) {
      const latest = await latestRevision();
      if (latest && latest !== revision()) return location.reload();
      await new Promise((done) => { setTimeout(done, 150); });
    }
    form.inert = false;
    tell(before);
  };
  const left = sessionStorage.getItem("carried");
  sessionStorage.removeItem("carried");
  if (left === `${form.dataset.latest} ${revision()}`) arrive();
  addEventListener("pageshow", (event) => {
    leaving = false;
    if (!event.persisted) return;
    // What was saved on leaving has made a revision that this page does not know.
    if (carried) location.reload();
    else refresh();
  });
  addEventListener("beforeunload", (event) => {
    if (leaving) return;
    if (overtaken || failing || (dirty && body().toString().length > CARRIED)) event.preventDefault();
  });
  // A page that was asked for a document fetches it once, not whenever it is shown again.
  if (new URLSearchParams(location.search).has("made")) history.replaceState(null, "", location.pathname + location.hash);
})();

// What takes long shows that it works, and says here why it made nothing.
document.querySelectorAll("form[data-makes]").forEach((form) => {
  const told = form.querySelector(".making");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const buttons = form.querySelectorAll("button");
    buttons.forEach((button) => { button.disabled = true; });
    told.className = "making waiting";
    told.textContent = "만드는 중입니다…";
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail || "만들지 못했습니다. 다시 눌러 주세요.");
      const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("content-disposition") || "");
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = named ? decodeURIComponent(named[1]) : "";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      told.className = "making done";
      told.textContent = "만들었습니다. 받은 파일을 확인하세요.";
    } catch (error) {
      told.className = "making failed";
      told.textContent = error instanceof TypeError ? "서비스에 닿지 않아 만들지 못했습니다." : error.message;
    }
    buttons.forEach((button) => { button.disabled = false; });
  });
});

// Page pictures of the revision that the page shows, drawn when they are looked at, and anew after each saving.
(() => {
  const box = document.querySelector("details[data-preview]");
  if (!box) return;
  const told = box.querySelector(".making"), place = box.querySelector(".pictures");
  const privacy = document.getElementById("privacy");
  let turn = 0, drawn = "";
  const draw = async () => {
    if (!box.open) return;
    const of = `revision=${document.querySelector("#page input[name=revision]").value}&privacy=${privacy.value}`;
    if (of === drawn) return;
    const own = ++turn;
    told.textContent = "그리는 중입니다…";
    try {
      const answer = await fetch(`${box.dataset.preview}/pages?${of}`, { headers: { accept: "application/json" } });
      const made = await answer.json();
      if (own !== turn) return;
      for (let number = 1; number <= (made.pages || 0); number += 1) {
        const picture = new Image(910, 1287);
        picture.className = "sheet";
        picture.alt = `${place.dataset.title} ${number}쪽이 인쇄될 모습`;
        picture.src = `${box.dataset.preview}/${number}.png?${of}`;
        await picture.decode();
        if (own !== turn) return;
        if (place.children[number - 1]) place.children[number - 1].replaceWith(picture);
        else place.append(picture);
      }
      while (place.children.length > (made.pages || 0)) place.lastElementChild.remove();
      told.textContent = made.told || made.detail || "";
      drawn = of;
    } catch {
      if (own === turn) told.textContent = "그리지 못했습니다. 저장한 뒤 다시 열어 보세요.";
    }
  };
  box.open = sessionStorage.getItem("preview") === "open";
  box.addEventListener("toggle", () => {
    sessionStorage.setItem("preview", box.open ? "open" : "");
    draw();
  });
  privacy.addEventListener("change", draw);
  addEventListener("case-saved", draw);
  draw();
})();
