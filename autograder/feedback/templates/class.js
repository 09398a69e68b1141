"use strict";
const body = document.querySelector("#matrix tbody");
let rows = [...body.rows];
let sorted = [0, 1];
const heads = [...document.querySelectorAll("#matrix thead th")];
const [find, show, exercise] = ["find", "show", "exercise"].map((id) => document.getElementById(id));
const words = new Intl.Collator(undefined, { numeric: true });

function filter() {
  const text = find.value.toLowerCase();
  let count = 0;
  for (const row of rows) {
    const cell = exercise.value === "" ? null : row.cells[Number(exercise.value) + 2];
    row.hidden = !row.cells[0].textContent.toLowerCase().includes(text)
      || (show.value !== "" && row.dataset.state !== show.value)
      || (cell !== null && cell.classList.contains("passed"));
    count += !row.hidden;
  }
  document.getElementById("count").textContent = `${count} of ${rows.length}`;
}

function sort(column) {
  const head = heads[column];
  const down = column === 0 ? head.ariaSort === "ascending" : head.ariaSort !== "descending";
  for (const other of heads) other.removeAttribute("aria-sort");
  head.ariaSort = down ? "descending" : "ascending";
  sorted = [column, down ? -1 : 1];
  arrange();
}

function arrange() {
  const [column, sign] = sorted;
  const value = (row) => row.cells[column].dataset.v;
  rows.sort((a, b) => (column === 0 ? words.compare(value(a), value(b)) : value(a) - value(b)) * sign);
  body.append(...rows);
}

heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => sort(column)));
for (const control of [find, show, exercise]) control.addEventListener("input", filter);
filter();
