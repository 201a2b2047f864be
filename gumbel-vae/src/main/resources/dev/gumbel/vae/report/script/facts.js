/** The numbers behind the curves, and all that a repetition of the run needs. */
function facts() {
  return content.runs.length > 1 ? [configurations()] : [numbers(content.runs[0]), provenance(content.runs[0])];
}

function numbers(run) {
  const columns = [
    ["train loss", "trainLoss", 2], ["reconstruction", "trainReconstruction", 2], ["KL", "trainKl", 2], ["test loss", "testLoss", 2],
    ["reconstruction", "testReconstruction", 2], ["KL", "testKl", 2], ["temperature", "temperature", 3], ["seconds", "seconds", 1],
    ["ms a step", "stepMillisMedian", 1], ["images/s", "imagesPerSecond", 0],
  ];
  return section("numbers", "The numbers", "Each epoch in nats per image; the time of a step is the median, and images a second are by the clock.",
    table("Numbers of each epoch", ["epoch", ...columns.map(([name]) => name)],
      run.epochs.map(line => [String(line.epoch), ...columns.map(([, key, digits]) => number(line[key], digits))])));
}

/** A tree of settings as paths and values. */
function flat(node, path = "") {
  return Object.entries(node ?? {}).flatMap(([key, value]) => {
    const name = path ? `${path} ${words(key)}` : words(key);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? flat(value, name) : [[name, shown(value)]];
  });
}

function words(key) {
  return key.replace(/Sha256$/, " SHA-256").replace(/[A-Z](?=[a-z])/g, letter => " " + letter.toLowerCase());
}

function shown(value) {
  return Array.isArray(value) ? value.join(" ") : String(value);
}

function provenance(run) {
  const {options, data, backend, versions, ...rest} = run.config;
  const part = (title, node) => el("div", {}, el("h3", {}, title),
    el("dl", {class: "facts"}, flat(node).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])));
  return section("provenance", "Where it comes from", "Everything that decided the numbers above, as config.json holds it.",
    el("div", {class: "parts"}, part("Options", options), part("Data", data), part("Backend", backend), part("Versions", versions), part("Run", rest)));
}

function configurations() {
  const all = content.runs.map(run => new Map(flat(run.config)));
  const names = [...new Set(all.flatMap(config => [...config.keys()]))];
  const differs = name => new Set(all.map(config => config.get(name))).size > 1;
  const rows = (chosen) => chosen.map(name => [name, ...all.map(config => config.get(name) ?? "–")]);
  const head = ["", ...content.runs.map(run => run.name)];
  return section("provenance", "Where they come from", "What was not the same, then what was.",
    table("What differs", head, rows(names.filter(differs))),
    el("details", {}, el("summary", {}, "What is the same"), table("What is the same", head, rows(names.filter(name => !differs(name))))));
}
