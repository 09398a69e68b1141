"use strict";
const bar = document.querySelector("#progress progress");
const said = document.querySelector("#progress span");
let reports = null;

async function renew() {
  const page = new DOMParser().parseFromString(await (await fetch("index.html")).text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    part.replaceWith(page.querySelector(`[data-live=${part.dataset.live}]`));
  }
  body.replaceChildren(...page.querySelector("#matrix tbody").rows);
  rows = [...body.rows];
  arrange();
  filter();
}

const events = new EventSource("events");
events.onmessage = async (event) => {
  const state = JSON.parse(event.data);
  bar.hidden = !state.running;
  bar.max = state.total || 1;
  bar.value = state.done;
  said.textContent = state.running ? `${state.done} of ${state.total} graded in this run` : "Nothing is being graded.";
  if (reports !== null && reports !== state.reports) await renew();
  reports = state.reports;
};
events.onerror = () => { said.textContent = "The server has ended."; };
