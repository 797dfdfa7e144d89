// Comfort only: every page does its whole job without this file.
"use strict";

const menu = document.querySelector(".account-menu");
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  if (menu?.open && !menu.contains(event.target)) menu.open = false;
});

const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

const copy = document.querySelector("[data-copy]");
if (copy && navigator.clipboard) {
  const said = document.querySelector("[data-copied]");
  const codes = document.getElementById(copy.dataset.copy);
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const lines = [...codes.querySelectorAll("code")].map((code) => code.textContent);
    said.textContent = await navigator.clipboard.writeText(lines.join("\n")).then(
      () => "Copied",
      () => "Your browser didn't allow copying. Use Download or Print.",
    );
  });
}
