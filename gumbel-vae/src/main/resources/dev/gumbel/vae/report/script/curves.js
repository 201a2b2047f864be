/** The lines of one quantity: of one run training, test and single batches; of several runs a colour each. */
function lines(train, test, step) {
  if (content.runs.length > 1) {
    return content.runs.flatMap((run, i) => [
      {name: run.name + (train ? ", test" : ""), color: color(i), dash: Boolean(test), points: test && run.epochs.length < 60,
        at: x => test ? ends(run, test, x) : steps(run, step, x)},
      train && {name: run.name + ", train", color: color(i), points: run.epochs.length < 60, at: x => middles(run, train, x)},
    ]).filter(Boolean);
  }
  const run = content.runs[0];
  return [
    step && {name: train ? "train, single batches" : step, color: "--train", faint: Boolean(train), at: x => steps(run, step, x)},
    train && {name: "train, mean of the epoch", color: "--train", points: run.epochs.length < 60, at: x => middles(run, train, x)},
    test && {name: "test", color: "--test", dash: true, points: run.epochs.length < 60, at: x => ends(run, test, x)},
  ].filter(Boolean);
}

function steps(run, key, x) {
  const {step, epoch, batch} = run.steps;
  return [step.map((at, i) => x === "steps" ? at : epoch[i] - 1 + batch[i] / batches(run)), run.steps[key]];
}

/** The mean of an epoch belongs to its middle. */
function middles(run, key, x) {
  return perEpoch(run, key, x, -0.5);
}

/** The test set is seen at an epoch's end. */
function ends(run, key, x) {
  return perEpoch(run, key, x, 0);
}

function perEpoch(run, key, x, shift) {
  const scale = x === "steps" ? batches(run) : 1;
  return [run.epochs.map(line => (line.epoch + shift) * scale), run.epochs.map(line => line[key])];
}

function curves() {
  const chart = (label, digits, ...keys) => new LineChart(label, digits, () => lines(...keys)).element;
  const thinned = content.runs.filter(run => run.everyStep > 1)
    .map(run => el("p", {class: "note"}, `${run.name}: one of ${run.everyStep} logged steps is drawn.`));
  return section("curves", "How it learned",
    "Drag over a chart to zoom in; a double click shows all again. The legend tells the values under the pointer. Training is drawn through, the test set dashed.",
    choice("Along the axis", [["epochs", "epochs"], ["steps", "steps"]], axis, value => {
      axis = value;
      charts.forEach(chart => chart.rebuild());
    }),
    choice("Upwards", [["linear", "linear"], ["log", "logarithmic"]], scale, value => {
      scale = value;
      charts.forEach(chart => chart.rebuild());
    }),
    el("div", {class: "charts"},
      figure("Loss", "What the model is trained to make small: the nats it takes to write an image down, with reconstruction and KL added up. "
        + "A nat is a bit times 1.44; less is better.",
      chart("Loss over the training, in nats per image", 2, "trainLoss", "testLoss", "loss")),
      figure("Reconstruction", "How badly the redrawn pixels fit the image, in nats: 0 would be perfect.",
        chart("Reconstruction over the training, in nats per image", 2, "trainReconstruction", "testReconstruction")),
      figure("KL", "How much the latents say about an image, in nats: the Kullback-Leibler divergence of the encoder's choices from "
        + "choices made blindly. 0 means that they say nothing.",
      chart("KL over the training, in nats per image", 2, "trainKl", "testKl")),
      figure("Temperature", "How soft the choices are in training: high, and each is a blend of categories that gradients flow through; "
        + "towards 0, and it is one category. It falls within each epoch.",
      chart("Temperature over the training", 3, null, null, "temperature"))),
    thinned);
}
