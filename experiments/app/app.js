// The question is made of the form; the server checks every value of it again.
const at = (id) => document.getElementById(id);
const keys = [];

const slider = (input, { low, high, default: start }) => {
  Object.assign(input, { min: low, max: high, step: (high - low) / 100, value: start });
  const shown = input.parentElement.querySelector("output");
  const show = () => { shown.textContent = Number(input.value).toPrecision(3); };
  input.addEventListener("input", show);
  show();
};

const option = (select, words, chosen) => {
  const one = new Option(words, words, chosen, chosen);
  select.append(one);
};

const question = () => ({
  scenario: at("scenario").value,
  policies: [at("reference").value, at("policy").value],
  ad_load: Number(at("ad_load").value),
  values: Object.fromEntries(keys.map((key) => [key, Number(at(key).value)])),
});

const start = async () => {
  const offered = await (await fetch("choices")).json();
  for (const words of offered.scenarios) option(at("scenario"), words, false);
  for (const name of offered.policies) {
    option(at("reference"), name, name === "interest");
    option(at("policy"), name, name === "creator_floor");
  }
  slider(at("ad_load"), offered.ad_load);
  for (const one of offered.sliders) {
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "range", id: one.key });
    label.append(`${one.words} (${one.key}) `, document.createElement("output"), input);
    at("sliders").append(label);
    slider(input, one);
    keys.push(one.key);
  }
  document.body.dataset.ready = "yes";
};

at("question").addEventListener("submit", async (event) => {
  event.preventDefault();
  const asked = JSON.stringify(question());
  const button = event.target.querySelector("button");
  button.disabled = true;
  at("state").textContent = "living both worlds ...";
  const reply = await fetch("ask", { method: "POST", headers: { "Content-Type": "application/json" }, body: asked });
  const told = await reply.json();
  button.disabled = false;
  at("state").textContent = told.error ?? "";
  at("found").hidden = Boolean(told.error);
  if (told.error) return;
  at("flip").textContent = told.flips
    ? `The recommendation flips: ${told.pick} here, ${told.default} at the default assumptions.`
    : `The recommendation stands: ${told.pick}, as at the default assumptions.`;
  at("flip").classList.toggle("flips", told.flips);
  at("answer").innerHTML = told.answer; // markup of this program's own making: names in it are escaped
  for (const [id, name] of [["report", "report.html"], ["config", "config.yaml"]]) {
    at(id).href = `${name}?asked=${encodeURIComponent(asked)}`;
  }
});

start();
