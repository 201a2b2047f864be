/** What a run is, in words. */
function batches(run) {
  return Math.max(1, Math.floor(run.config.data.train.images / run.config.options.batchSize));
}

function lastEpoch(run) {
  return run.epochs[run.epochs.length - 1];
}

function sampling(run) {
  return run.config.options.hard ? "straight-through (hard)" : "soft";
}

function isWhole(run) {
  return run.epochs.length >= run.config.options.epochs;
}

function title() {
  return content.runs.length > 1 ? `${content.runs.length} runs side by side` : content.runs[0].name;
}

function introduction() {
  const what = "A variational autoencoder squeezes each image through a few categorical choices, its latents, and draws it again from these alone.";
  if (content.runs.length > 1) {
    return what + " Below, several trainings of it are compared; what differs between them stands in the first table.";
  }
  const {config, epochs} = content.runs[0];
  const {latents, categories} = config.options;
  const done = isWhole(content.runs[0])
    ? `It was trained for ${epochs.length} ${epochs.length === 1 ? "epoch" : "epochs"} (passes over all training images).`
    : `So far ${epochs.length} of ${config.options.epochs} epochs (passes over all training images) are done.`;
  return `${what} This one makes ${latents} choices among ${categories} categories, learned from ${number(config.data.train.images, 0)} images `
    + `of ${config.data.name} on the backend ${config.backend?.name ?? "–"}. ${done}`;
}

/** The figures that one looks for first. */
function keyFigures() {
  const run = content.runs[0];
  const last = lastEpoch(run) ?? {};
  const figures = [
    ["Test loss", number(last.testLoss), "nats per image"],
    ["Train loss", number(last.trainLoss), "nats per image"],
    ["Reconstruction", number(last.testReconstruction), "nats, test"],
    ["KL", number(last.testKl), "nats, test"],
    ["Temperature", number(last.temperature, 3), "at the end"],
    ["Speed", number(last.imagesPerSecond, 0), "images a second"],
  ];
  return el("dl", {class: "figures", id: "key-figures"},
    figures.map(([name, value, unit]) => el("div", {}, el("dt", {}, name), el("dd", {}, value, el("small", {}, unit)))));
}

function header() {
  return [
    el("p", {class: "brand"}, "Gumbel"),
    el("h1", {}, title()),
    el("p", {class: "lead"}, introduction()),
    content.runs.length === 1 ? keyFigures() : comparisonTable(),
    ...damage(),
  ];
}

/** What of the files could not be shown. */
function damage() {
  const lines = content.runs.flatMap(run => run.damage);
  return lines.length === 0 ? [] : [el("div", {id: "damage", role: "note"},
    el("p", {class: "note"}, "What is damaged in the files, and is left out:"), el("ul", {class: "note"}, lines.map(line => el("li", {}, line))))];
}

/** Runs as rows: what they were given, what they came to. */
function comparisonTable() {
  const head = ["run", "backend", "seed", "sampling", "epochs", "train", "test", "reconstruction", "KL", "ms a step", "images/s"];
  return el("div", {class: "wide"},
    table("Runs", head, content.runs.map((run, i) => {
      const last = lastEpoch(run) ?? {};
      const {options, backend} = run.config;
      return [
        el("span", {}, el("i", {class: "swatch", style: `background: var(${color(i)})`}), run.name), backend?.name ?? "–", String(options.seed),
        sampling(run), `${run.epochs.length} of ${options.epochs}`, number(last.trainLoss), number(last.testLoss),
        number(last.testReconstruction), number(last.testKl), number(last.stepMillisMedian, 1), number(last.imagesPerSecond, 0),
      ];
    })),
    el("p", {class: "note"}, "Losses are those of each run's last epoch, in nats per image; reconstruction and KL are the test images'."));
}

function color(i) {
  return `--run-${i % 8}`;
}
