/** What the latents are used for. */
const MOST_SHOWN = 60;
const MOST_LABELS = 64;
let selected = null;

function latents() {
  if (content.runs.length > 1) {
    return sortedUse();
  }
  const {latents: use, traversal, config} = content.runs[0];
  if (!use) {
    return section("latents", "What the latents are used for", "They are looked at when the first epoch ends.");
  }
  const order = use.kl.map((_, i) => i).sort((a, b) => use.kl[b] - use.kl[a]).slice(0, MOST_SHOWN);
  selected = order.includes(selected) ? selected : order[0];
  const silent = use.kl.filter(kl => kl < 0.01).length;
  return section("latents", "What the latents are used for",
    `Looked at on ${number(use.images, 0)} test images after epoch ${use.epoch}, the most used of ${use.kl.length} latents first. `
      + (silent ? `${silent} say next to nothing (less than 0.01 nats).` : "Each says something."),
    figure("How much each latent says", "Each column is a latent; all have the same height, log(categories). What the encoder leaves open is its entropy; "
      + "the rest is the KL, of which the dark part tells images apart and the other part is a habit that all images share.", useColumns(use, order)),
    figure("Latents over the epochs", "The KL of each latent: those that rise have found something to say; those at 0 are idle.",
      new LineChart("KL of each latent over the epochs, in nats", 3, () => historyLines(order.slice(0, 12)), "epochs done").element),
    use.codes.length ? codes(use, order) : el("p", {class: "note"}, "There are too many categories to show each one's use."),
    traversal && traversalGrid(use, order, traversal, config.options.categories));
}

function historyLines(order) {
  const {latentHistory} = content.runs[0];
  return order.map((latent, i) => ({
    name: `z${latent + 1}`, color: color(i), dash: i >= 8, points: latentHistory.length < 60, at: () => [latentHistory.map(line => line.epoch), latentHistory.map(line => line.kl[latent])],
  }));
}

function useColumns(use, order) {
  const whole = use.kl[0] + use.entropy[0];
  const share = value => `${Math.max(0, 100 * value / whole).toFixed(2)}%`;
  return el("div", {},
    el("ul", {class: "key"}, el("li", {class: "information"}, "tells images apart"), el("li", {class: "habit"}, "the rest of the KL"),
      el("li", {class: "open"}, "entropy: left open")),
    el("div", {class: "columns", role: "list", "aria-label": "Latents", tabindex: 0}, order.map(latent => {
      const text = `z${latent + 1}: KL ${number(use.kl[latent], 3)} nats, of which ${number(use.information[latent], 3)} tell images apart; `
        + `entropy ${number(use.entropy[latent], 3)} nats`;
      return el("div", {class: "column", role: "listitem", title: text, "aria-label": text},
        el("div", {class: "stack"},
          el("div", {class: "open", style: `height: ${share(use.entropy[latent])}`}),
          el("div", {class: "habit", style: `height: ${share(use.kl[latent] - use.information[latent])}`}),
          el("div", {class: "information", style: `height: ${share(use.information[latent])}`})),
        el("span", {"aria-hidden": "true"}, latent + 1));
    })));
}

/** For each latent the histogram of its codes over a map of the codes that each label's images got; the chosen one again with numbers. */
function codes(all, order) {
  const use = {...all, codesByLabel: all.codesByLabel.slice(0, MOST_LABELS)};
  const left = all.codesByLabel.length - use.codesByLabel.length;
  const detail = el("div", {class: "detail", "aria-live": "polite"});
  const buttons = order.map(latent => el("button", {type: "button", class: "glyph", onclick: () => choose(latent)},
    histogram(use.codes[latent], use.images), heatMap(use, latent), el("span", {}, `z${latent + 1}`)));
  const choose = latent => {
    selected = latent;
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", order[i] === latent));
    detail.replaceChildren(codeTable(use, latent));
  };
  choose(selected);
  return figure("Which codes, and for which label", "For each latent, above: how many test images got each category. Below: a row for each label "
    + "(0 on top), a column for each category; the darker, the more of the label's images got it. A row with one dark cell: the latent knows this label. "
    + "Choose one for its numbers.",
  left > 0 && el("p", {class: "note"}, `Labels from ${MOST_LABELS} on, ${left} of them, are not shown.`),
  el("div", {class: "glyphs"}, buttons), detail);
}

function histogram(counts, images) {
  const most = Math.max(...counts);
  return svg("svg", {viewBox: `0 0 ${counts.length} 4`, preserveAspectRatio: "none", "aria-hidden": "true"},
    counts.map((count, k) => svg("rect", {x: k + 0.1, width: 0.8, y: 4 - 4 * count / most, height: 4 * count / most})));
}

function heatMap(use, latent) {
  const labels = use.codesByLabel;
  return svg("svg", {class: "map", viewBox: `0 0 ${use.codes[latent].length} ${labels.length}`, preserveAspectRatio: "none", "aria-hidden": "true"},
    labels.flatMap((label, row) => {
      const sum = total(label[latent]);
      return label[latent].map((count, k) => count === 0 ? null
        : svg("rect", {x: k, y: row, width: 1, height: 1, "fill-opacity": (count / sum).toFixed(3)}));
    }));
}

function total(counts) {
  return counts.reduce((sum, count) => sum + count, 0);
}

function codeTable(use, latent) {
  const row = (name, counts) => [name, ...counts.map(count => share(count, total(counts))), number(total(counts), 0)];
  return el("div", {},
    el("h4", {}, `Latent z${latent + 1}: shares of the images that got each category`),
    table(`Codes of latent z${latent + 1} by label`, ["label", ...use.codes[latent].map((_, k) => String(k + 1)), "images"],
      [row("all", use.codes[latent]), ...use.codesByLabel.map((label, digit) => row(String(digit), label[latent]))]));
}

/** A cell whose ground is the darker, the greater the share. */
function share(count, whole) {
  const part = whole ? count / whole : 0;
  return el("span", {class: "share", style: `--part: ${Math.round(part * 100)}%`}, count ? percent(count, whole) : "");
}

/** Strips of one picture that has a row for each latent. */
function traversalGrid(use, order, traversal, categories) {
  const image = new Image();
  const strips = el("div", {class: "strips"});
  image.addEventListener("load", () => {
    // Images of 28 pixels, drawn twice as large, with gaps of 2 between them.
    const rows = Math.min(use.kl.length, 40);
    strips.append(...order.filter(latent => latent < rows).map(latent => {
      const position = rows > 1 ? 100 * latent / (rows - 1) : 0;
      return el("div", {class: "strip"}, el("span", {}, `z${latent + 1}`), el("div", {
        role: "img", "aria-label": `Latent z${latent + 1} set to each of its categories`,
        style: `aspect-ratio: ${image.width} / ${image.height / rows}; background-image: url(${traversal}); `
          + `background-size: 100% ${rows * 100}%; background-position: 0 ${position}%`,
      }));
    }));
  });
  image.src = traversal;
  return figure("What each latent draws", `One test image's latents, one of them at a time set to each of its ${categories} categories from left to right. `
    + "What changes within a row is what this latent decides.", strips);
}

/** Of several runs: the KL of the latents, the greatest first. */
function sortedUse() {
  const runs = content.runs.filter(run => run.latents);
  if (runs.length === 0) {
    return null;
  }
  const lines = () => runs.map(run => ({
    name: run.name, color: color(content.runs.indexOf(run)),
    at: () => [run.latents.kl.map((_, i) => i + 1), run.latents.kl.toSorted((a, b) => b - a)],
  }));
  return section("latents", "What the latents are used for", "Looked at on test images after each run's last epoch.",
    figure("How much each latent says", "The KL of each latent in nats, the greatest first: a line that falls to 0 early belongs to a run that "
      + "leaves latents idle.", new LineChart("KL of the latents, the greatest first", 3, lines, "rank of the latent").element),
    table("Use of the latents", ["run", "sum of KL", "mean entropy", "tells images apart", "idle latents"], runs.map(({name, latents: use}) => [
      name, number(total(use.kl)), number(total(use.entropy) / use.kl.length, 3), number(total(use.information)),
      `${use.kl.filter(kl => kl < 0.01).length} of ${use.kl.length}`])));
}
