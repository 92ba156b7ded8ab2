// Tables sort by a click on a heading; without this script they read as they stand.
for (const table of document.querySelectorAll("table.sortable")) {
  const headings = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const before = [...body.rows];
  const key = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
  const compare = (one, other) => {
    const [a, b] = [Number(one), Number(other)];
    return one !== "" && other !== "" && !Number.isNaN(a) && !Number.isNaN(b) ? a - b : one.localeCompare(other);
  };
  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.title = table.dataset.sorts;
    heading.append(button);
    button.addEventListener("click", () => {
      const descending = heading.getAttribute("aria-sort") !== "descending";
      for (const other of headings) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const rows = [...before].sort((one, other) => {
        const [a, b] = [key(one, column), key(other, column)];
        if (a === "" || b === "") return (a === "") - (b === ""); // what is missing comes last either way
        return descending ? compare(b, a) : compare(a, b);
      });
      body.append(...rows);
    });
  });
}

// A click on a policy in a legend shows it alone in every drawing; another click shows all again.
const page = document.querySelector("main");
const picks = [...document.querySelectorAll(".pick")];
const show = (policy) => {
  const alone = page?.dataset.alone === policy ? undefined : policy;
  if (alone === undefined) delete page.dataset.alone;
  else page.dataset.alone = alone;
  for (const pick of picks) pick.setAttribute("aria-pressed", String(pick.dataset.policy === alone));
  for (const part of document.querySelectorAll('svg [class^="policy-"]')) {
    part.classList.toggle("alone", part.classList[0] === alone);
  }
};
for (const pick of picks) {
  pick.setAttribute("role", "button");
  pick.setAttribute("aria-pressed", "false");
  pick.tabIndex = 0;
  pick.addEventListener("click", () => show(pick.dataset.policy));
  pick.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    show(pick.dataset.policy);
  });
}
