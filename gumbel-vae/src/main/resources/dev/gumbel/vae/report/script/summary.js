/** What a run is, in words. */
function batches(run) {
  return Math.max(1, Math.floor(run.config.data.train.images / run.config.options.batchSize));
}

function lastEpoch(run) {
  return run.epochs[run.epochs.length - 1];
}

function isWhole(run) {
  return run.epochs.length >= run.config.options.epochs;
}

function title() {
  return content.runs.length > 1 ? `${content.runs.length} runs side by side` : content.runs[0].name;
}

/** As in 1 epoch, 2 epochs. */
function counted(count, one, several) {
  return `${number(count, 0)} ${count === 1 ? one : several}`;
}

function introduction() {
  const what = "A variational autoencoder squeezes each image through a few categorical choices, its latents, and draws it again from these alone.";
  if (content.runs.length > 1) {
    return what + " Below, several trainings of it are compared; the first table has all settings that differ.";
  }
  const {config, epochs} = content.runs[0];
  const {latents, categories} = config.options;
  const done = isWhole(content.runs[0])
    ? `It was trained for ${counted(epochs.length, "epoch", "epochs")} (passes over all training images).`
    : `So far ${epochs.length} of ${config.options.epochs} epochs (passes over all training images) are done.`;
  const computed = config.backend?.computes ? `, computed by ${config.backend.computes}` : "";
  return `${what} This one makes ${counted(latents, "choice", "choices")} among ${counted(categories, "category", "categories")}, learned from ${number(config.data.train.images, 0)} images `
    + `of ${config.data.name} on the backend ${config.backend?.name ?? "–"}${computed}. ${done}`;
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
    ...content.runs.map(blownUp),
    ...content.runs.map(ofOld),
    incomparable(),
    ...damage(),
    content.runs.length === 1 ? keyFigures() : comparisonTable(),
  ];
}

/** What decided a run's numbers, as paths and values; not when it was, and how it was called. */
function settings(run) {
  const {options, data, backend} = run.config;
  const {source, ...images} = data;
  return new Map([...flat(options), ...flat(images, "data"), ...flat(backend, "backend")]);
}

/** The names of the settings that are not the same in all runs. */
function differing() {
  const all = content.runs.map(settings);
  return [...new Set(all.flatMap(each => [...each.keys()]))].filter(name => new Set(all.map(each => each.get(name))).size > 1);
}

/** A line about a training that ended worse than it began. */
function blownUp(run) {
  const losses = [...run.steps.loss, ...run.epochs.flatMap(line => [line.trainLoss, line.testLoss])];
  const first = run.steps.loss[0];
  const last = lastEpoch(run)?.trainLoss ?? run.steps.loss.at(-1);
  const worse = first != null && last > first;
  return losses.every(loss => loss == null || Number.isFinite(loss)) && !worse ? null
    : el("div", {class: "notice", role: "note"}, el("strong", {}, `${content.runs.length > 1 ? run.name : "This training"} blew up.`),
      ` It ends at a loss of ${number(last)} nats; it began with ${number(first)}. A lower --learning-rate is what most often helps; the logarithmic `
      + "scale shows where it happened.");
}

/** Why the losses of several runs say little beside each other, if they do. */
function incomparable() {
  if (content.runs.length === 1) {
    return null;
  }
  const names = differing();
  const reasons = [
    [/^data test images/, "were tested on different images"], [/^hard$/, "were tested with different samples, soft and one-hot"],
    [/temperature|anneal/, "were tested at different temperatures"],
  ].filter(([pattern]) => names.some(name => pattern.test(name))).map(([, reason]) => reason);
  return reasons.length === 0 ? null
    : el("div", {class: "notice", role: "note"}, el("strong", {}, "Their losses cannot be compared."), ` The runs ${reasons.join("; they ")}.`);
}

/** Of a run that another version began: which steps were computed otherwise. */
function ofOld(run) {
  const step = run.config.backend?.hostUntilStep;
  return step == null ? null
    : el("div", {class: "notice", role: "note"}, el("strong", {}, `${content.runs.length > 1 ? run.name : "This training"}: kernels=host until step ${step}.`),
      " Products were computed in Java up to there, and by the backend's library since: later steps may differ in bits from what they would have been.");
}

/** What of the files could not be shown. */
function damage() {
  const lines = content.runs.flatMap(run => run.damage);
  return lines.length === 0 ? [] : [el("div", {id: "damage", class: "notice", role: "note"},
    el("strong", {}, "Some files of the run are damaged, and this is left out:"), el("ul", {}, lines.map(line => el("li", {}, line))))];
}

/** Runs as rows: what differed, what they came to. */
function comparisonTable() {
  const names = differing();
  const head = ["run", ...names, "epochs done", "train", "test", "reconstruction", "KL", "ms a step", "images/s"];
  return el("div", {class: "wide"},
    table("Runs", head, content.runs.map((run, i) => {
      const last = lastEpoch(run) ?? {};
      const values = settings(run);
      return [
        el("span", {}, el("i", {class: "swatch", style: `background: var(${color(i)})`}), run.name),
        ...names.map(name => abridged(values.get(name) ?? "–")),
        `${run.epochs.length} of ${run.config.options.epochs}`, number(last.trainLoss), number(last.testLoss),
        number(last.testReconstruction), number(last.testKl), number(last.stepMillisMedian, 1), number(last.imagesPerSecond, 0),
      ];
    })),
    el("p", {class: "note"}, "Losses are those of each run's last epoch, in nats per image; reconstruction and KL are the test images'."));
}

/** A checksum is as good by its beginning. */
function abridged(text) {
  return /^[0-9a-f]{64}$/.test(text) ? text.slice(0, 8) + "…" : text;
}

function color(i) {
  return `--run-${i % 8}`;
}
