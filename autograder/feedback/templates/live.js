"use strict";
const bar = document.querySelector("#progress progress");
const said = document.querySelector("#progress span");
let reports = null;

async function renew() {
  const answer = await fetch("index.html");
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.querySelectorAll("#matrix thead th").length !== heads.length) return location.reload();
  for (const part of document.querySelectorAll("[data-live]")) {
    part.replaceWith(page.querySelector(`[data-live=${part.dataset.live}]`));
  }
  body.replaceChildren(...page.querySelector("#matrix tbody").rows);
  rows = [...body.rows];
  arrange();
  filter();
}

const events = new EventSource("events");
let renewing = false;
events.onmessage = async (event) => {
  const state = JSON.parse(event.data);
  bar.hidden = !state.running;
  bar.max = state.total || 1;
  bar.value = state.done;
  said.textContent = state.running ? `${state.done} of ${state.total} graded in this run` : "Nothing is being graded.";
  const before = reports;
  reports = state.reports;
  if (before === null || before === reports || renewing) return;
  renewing = true;  // one at a time; what changes meanwhile is fetched once more
  for (let known = null; known !== reports;) {
    known = reports;
    await renew().catch(() => {});
  }
  renewing = false;
};
events.onerror = () => { said.textContent = "The server has ended."; };
