/** A slider through the epochs' pictures. */
function pictures() {
  const epochs = [...new Set(content.runs.flatMap(run => run.pictures.map(picture => picture.epoch)))].sort((a, b) => a - b);
  if (epochs.length === 0) {
    return section("pictures", "What it draws", "The first pictures come with the end of the first epoch.");
  }
  const shown = el("div", {class: content.runs.length > 1 ? "pictures several" : "pictures"});
  const output = el("output", {for: "epoch"});
  const slider = el("input", {type: "range", id: "epoch", min: 0, max: epochs.length - 1, step: 1, value: epochs.length - 1});
  const show = () => {
    const epoch = epochs[slider.value];
    output.textContent = `epoch ${epoch}`;
    slider.setAttribute("aria-valuetext", `epoch ${epoch} of ${epochs[epochs.length - 1]}`);
    shown.replaceChildren(...(content.runs.length > 1 ? testPictures(epoch) : ownPictures(epoch)));
  };
  slider.addEventListener("input", show);
  show();
  return section("pictures", "What it draws", "Move the slider, with the arrow keys too, to see it learn.",
    el("div", {class: "slider"}, el("label", {for: "epoch"}, "Epoch"), slider, output), shown);
}

function ownPictures(epoch) {
  const picture = content.runs[0].pictures.find(candidate => candidate.epoch === epoch);
  const draw = (kind, title, explanation) => picture[kind] && el("div", {class: kind}, figure(title, explanation,
    el("img", {src: picture[kind], alt: `${title} after epoch ${epoch}`})));
  return [
    draw("test", "Test images, redrawn", "Above, images that were never trained on; below, what 30 choices keep of them."
      .replace("30", content.runs[0].config.options.latents)),
    draw("train", "Training images, redrawn", "The first hundred images of the training set, drawn from their latents alone."),
    draw("samples", "Made up", "Images from choices made blindly: what the model holds for typical."),
  ].filter(Boolean);
}

/** Each run's picture of that epoch, or of its last one. */
function testPictures(epoch) {
  return content.runs.map(run => {
    const picture = run.pictures.findLast(candidate => candidate.epoch <= epoch);
    return figure(run.name, `After epoch ${picture ? picture.epoch : "–"}: test images over what the latents keep of them.`,
      picture?.test ? el("img", {src: picture.test, alt: `Test images and reconstructions of ${run.name}`}) : el("p", {class: "note"}, "No picture yet."));
  });
}
