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

document.querySelectorAll(".summed").forEach(watchSums);
