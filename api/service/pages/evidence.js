// Keys for the open items of a case. Every page works without this.
"use strict";

(() => {
  const items = [...document.querySelectorAll(".item")];
  const keys = document.querySelector(".keys");
  if (!items.length) return;
  keys.hidden = false;

  const sums = document.querySelector(".sums");
  const fit = () => items.forEach((item) => { item.style.scrollMarginTop = `${sums.offsetHeight + 8}px`; });
  fit();
  addEventListener("resize", fit);

  let at = null;
  const come = (item) => {
    at = item;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "start" });
  };
  const led = () => {
    const item = document.getElementById(location.hash.slice(1));
    if (item && item.matches(".item")) come(item);
  };
  addEventListener("hashchange", led);
  addEventListener("load", () => {
    led();
    // What is wrong in an answer is where its writer goes on.
    document.querySelector("form.decide [aria-invalid=true]")?.closest("form").querySelector("[aria-invalid=true] input, input[aria-invalid=true], textarea[aria-invalid=true]")?.focus();
  });
  document.addEventListener("focusin", (event) => { at = event.target.closest(".item") || at; });

  const to = (step) => {
    const places = items.filter((item) => "open" in item.dataset);
    const here = at ? items.indexOf(at) : step > 0 ? -1 : items.length;
    const next = step > 0 ? places.find((item) => items.indexOf(item) > here) : places.findLast((item) => items.indexOf(item) < here);
    if (next) return come(next);
    const away = document.querySelector("a[data-next]");
    if (step > 0 && !places.length && away) away.click();
    else if (step > 0 && places.length) come(places[0]);
  };
  const answer = (decision) => {
    const item = at && "open" in at.dataset ? at : items.find((one) => "open" in one.dataset);
    if (!item) return;
    at = item;
    item.querySelector(`[name=decision][value=${decision}]`).checked = true;
    const empty = ["decided_by", "decided_on"].map((name) => item.querySelector(`[name=${name}]`)).find((box) => !box.value.trim());
    const box = empty || item.querySelector("[name=basis]");
    box.focus();
    box.select();
  };
  const does = { j: () => to(1), k: () => to(-1), a: () => answer("accepted"), r: () => answer("rejected") };
  // By the place of the key: under a Korean keyboard j gives another letter.
  const letters = { KeyJ: "j", KeyK: "k", KeyA: "a", KeyR: "r" };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("textarea, select, input:not([type=radio])");
    if (typing && event.key === "Escape") return typing.blur();
    if (event.key === "Enter" && event.ctrlKey) return event.target.closest("form.decide")?.requestSubmit();
    if (typing || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const letter = event.key in does ? event.key : letters[event.code];
    if (!letter || !(letter in does)) return;
    event.preventDefault();
    does[letter]();
  });
})();

// A file is turned, enlarged and leafed through in place, so that what is typed beside it stays.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-look]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const figure = link.closest("figure");
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(answer.status);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(figure.id);
    figure.replaceWith(fresh);
    (fresh.querySelector(`[data-look=${link.dataset.look}]`) || fresh.querySelector("[data-look]")).focus({ preventScroll: true });
  } catch {
    location.href = link.href;
  }
});
