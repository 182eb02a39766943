// Comfort for the boxes of a form. Every page works without this file.
"use strict";

// The points of answered questions, as they are answered.
function watchSums(part) {
  const total = [...part.querySelectorAll("[data-total]")].find((place) => place.closest(".summed") === part);
  const add = () => {
    const chosen = [...part.querySelectorAll(".answers input:checked")];
    total.textContent = chosen.reduce((sum, one) => sum + (Number.parseInt(one.value, 10) || 0), 0);
  };
  part.addEventListener("change", add);
  // A browser that comes back to a page has put the answers back before this file ran.
  add();
}

function tell(box) {
  for (const kind of ["input", "change"]) box.dispatchEvent(new Event(kind, { bubbles: true }));
}

function titleOf(box) {
  return document.querySelector(`label[for="${CSS.escape(box.id)}"]`).firstChild.textContent.trim();
}

// A date may be typed in many ways; the button opens the browser's own calendar, which writes one.
function addCalendar(box) {
  const picker = document.createElement("input");
  picker.type = box.dataset.pick;
  picker.tabIndex = -1;
  picker.setAttribute("aria-hidden", "true");
  if (!picker.showPicker) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "달력";
  button.setAttribute("aria-label", `${titleOf(box)} 달력에서 고르기`);
  const pair = document.createElement("span");
  pair.className = "picked";
  box.before(pair);
  pair.append(box, button, picker);
  button.addEventListener("click", () => {
    if (box.matches("input")) picker.value = box.value;
    picker.showPicker();
  });
  picker.addEventListener("change", () => {
    const day = picker.value.replace("T", " ");
    if (!day) return;
    // A box of several dates holds one a line.
    box.value = box.matches("textarea") && box.value.trim() ? `${box.value.trimEnd()}\n${day}` : day;
    tell(box);
    button.focus();
  });
}

// Characters as the server counts them, not as the language of this file does.
function addCounter(box) {
  const limit = Number(box.dataset.limit);
  const words = (number) => number.toLocaleString("ko-KR");
  const count = document.createElement("p");
  const aloud = document.createElement("p");
  count.className = "count";
  aloud.className = "away";
  aloud.setAttribute("role", "status");
  box.after(count, aloud);
  let said = "";
  let waiting = 0;
  const show = () => {
    const length = [...box.value].length;
    count.textContent = `${words(length)}자 / ${words(limit)}자`;
    count.classList.toggle("over", length > limit);
    // Heard only where it matters: near the limit and beyond it, once each.
    const near = length > limit ? "너무 깁니다" : length > 0.9 * limit ? "곧 다 찹니다" : "";
    clearTimeout(waiting);
    if (near !== said) {
      waiting = setTimeout(() => {
        said = near;
        aloud.textContent = near && `${titleOf(box)}: ${near}. ${words(limit)}자까지 적을 수 있습니다.`;
      }, 1000);
    }
  };
  box.addEventListener("input", show);
  show();
}

// What another answer rules out is folded while it is empty, and opens again when that answer changes.
function watchFold(fold) {
  const words = JSON.parse(fold.dataset.words);
  const others = document.getElementsByName(fold.dataset.on);
  const own = fold.querySelectorAll("input, select, textarea");
  const look = () => {
    const given = [...others].filter((one) => one.type !== "checkbox" || one.checked).map((one) => one.value).filter(Boolean);
    const ruledOut = given.length > 0 && !given.some((word) => words.includes(word));
    const holds = [...own].some((one) => (one.type === "checkbox" ? one.checked : one.name && one.value));
    fold.open = holds || !ruledOut;
  };
  others.forEach((one) => one.addEventListener("change", look));
}

document.querySelectorAll("[data-on]").forEach(watchFold);
document.querySelectorAll("[data-pick]").forEach(addCalendar);
document.querySelectorAll("[data-limit]").forEach(addCounter);
document.querySelectorAll(".summed").forEach(watchSums);
