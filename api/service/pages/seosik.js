// Live progress of a batch and of the look at one, live totals of a form. Every page works without this file.
"use strict";

function watchBatch(section) {
  const words = JSON.parse(section.dataset.reasons);
  const labels = ["순번", "사례", "까닭", "내용"];
  const events = new EventSource(section.dataset.events);
  const rows = document.getElementById("failure-rows");
  const begun = Date.now();
  let first = null;

  events.addEventListener("progress", (event) => {
    const batch = JSON.parse(event.data);
    const ended = batch.done + batch.left_out;
    const bar = document.getElementById("progress");
    bar.max = batch.total;
    bar.value = ended;
    for (const name of ["total", "done", "left_out"]) section.querySelector(`[data-of=${name}]`).textContent = batch[name];
    if (batch.state === "running" && section.dataset.running) section.querySelector("[data-of=state]").textContent = section.dataset.running;
    if (first === null) first = ended;
    const seconds = (Date.now() - begun) / 1000;
    if (ended > first && seconds > 1) {
      const rate = (ended - first) / seconds;
      const left = (batch.total - ended) / rate;
      const time = left < 90 ? `${Math.round(left)}초` : `${Math.round(left / 60)}분`;
      document.getElementById("timing").textContent = `1분에 ${Math.round(60 * rate)}건, 약 ${time} 남음`;
    }
  });
  events.addEventListener("left_out", (event) => {
    const item = JSON.parse(event.data);
    if ([...rows.rows].some((row) => row.cells[0].textContent === String(item.number))) return;
    const row = rows.insertRow();
    row.setAttribute("role", "row");
    [item.number, item.case_no || item.file || "", words[item.reason] || "", item.message.split("\n")[0]].forEach((text, place) => {
      const cell = row.insertCell();
      cell.setAttribute("role", "cell");
      cell.dataset.label = labels[place];
      cell.textContent = text;
    });
    document.getElementById("failures").hidden = false;
  });
  // The browser asks again by itself; where the answer is final (the service was started anew), the page does.
  const connection = document.getElementById("connection");
  events.addEventListener("open", () => { connection.textContent = ""; });
  events.addEventListener("error", () => {
    connection.textContent = "서비스와 연결이 끊겼습니다. 다시 이어지면 이어서 보여 드립니다. 작업은 그대로 이어집니다.";
    if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 5000);
  });
  // The page of an ended batch has the results on it.
  events.addEventListener("end", () => { events.close(); location.reload(); });
}

// How far a look is, and then what it found; what was typed beside it stays.
function watchLook(box) {
  const told = box.querySelector("[data-of=told]");
  const bar = document.getElementById("progress");
  const show = async () => {
    const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    for (const id of ["look", "start"]) {
      const found = fresh.getElementById(id);
      if (!found) return location.reload();
      document.getElementById(id).replaceWith(found);
    }
  };
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.look);
      // It was started or removed in another window.
      if (!answer.ok) return location.reload();
      const look = await answer.json();
      if (look.ready) return await show();
      told.textContent = look.told;
      bar.max = look.total;
      bar.value = look.done;
    } catch {
      told.textContent = "서비스와 연결이 끊겼습니다. 다시 이어지면 이어서 보여 드립니다.";
    }
    setTimeout(ask, 500);
  };
  ask();
}

function watchTotals(box) {
  const form = document.getElementById(box.dataset.form);
  let waiting = 0;
  const count = () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      try {
        const answer = await fetch(box.dataset.totals, { method: "POST", body: new URLSearchParams(new FormData(form)) });
        if (!answer.ok) return;
        for (const [name, text] of Object.entries(await answer.json())) {
          const place = box.querySelector(`[data-of=${name}]`);
          if (place) place.textContent = text;
        }
      } catch {
        // Without an answer the last totals stand; the button counts them anew.
      }
    }, 600);
  };
  form.addEventListener("input", count);
  // What was typed before this file had come counts too.
  count();
}

// What takes long says so once it was begun, and no longer when somebody comes back to the page.
function tellWork(form) {
  const told = form.querySelector("[data-told]");
  const bar = document.createElement("progress");
  form.addEventListener("submit", () => {
    told.textContent = form.dataset.working;
    bar.setAttribute("aria-label", form.dataset.working);
    told.after(bar);
  });
  window.addEventListener("pageshow", () => { told.textContent = ""; bar.remove(); });
}

document.querySelectorAll("[data-working]").forEach(tellWork);
document.querySelectorAll("[data-events]").forEach(watchBatch);
document.querySelectorAll("[data-look]").forEach(watchLook);
document.querySelectorAll("[data-totals]").forEach(watchTotals);
