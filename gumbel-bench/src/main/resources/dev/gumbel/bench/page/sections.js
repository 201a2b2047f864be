const content = JSON.parse(document.getElementById("content").textContent);
const UNITS = {ns: 1, "µs": 1e3, ms: 1e6, s: 1e9};
const subjects = new Map(content.subjects.map((subject, i) => [subject.name, {...subject, index: i}]));

function role(name) {
  return subjects.get(name).role.toLowerCase();
}

function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}

/** Three significant digits. */
function digits(value) {
  return number(value, value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

function unitOf(nanos) {
  return Object.keys(UNITS).filter(unit => nanos >= UNITS[unit]).pop() ?? "ns";
}

function time(nanos) {
  const unit = unitOf(nanos);
  return `${digits(nanos / UNITS[unit])} ${unit}`;
}

/** 30000 as 30k. */
function count(value) {
  return value >= 1e6 ? value / 1e6 + "M" : value >= 1e3 ? value / 1e3 + "k" : String(value);
}

function threadWords(threads) {
  return threads + (threads === 1 ? " thread" : " threads");
}

function vectors(bits) {
  return bits === 0 ? "vectors of unknown length" : bits + "-bit vectors";
}

function load() {
  const {loadBefore, loadAfter} = content.machine;
  return loadBefore < 0 ? "not known" : `${number(loadBefore, 1)} before, ${number(loadAfter, 1)} after`;
}

function describe(row, unit) {
  const show = nanos => digits(nanos / UNITS[unit]);
  return `<b>${escaped(subjects.get(row.subject).title)}</b><br>${show(row.nanos)} ${unit}, JVMs from ${show(row.fastest)} to ${show(row.slowest)}`;
}

function lineColor(name) {
  return role(name) === "floor" ? "--floor" : "--run-" + [...subjects.values()].filter(subject => subject.role !== "FLOOR")
    .findIndex(subject => subject.name === name) % 8;
}

function dashed(name) {
  const floors = [...subjects.values()].filter(subject => subject.role === "FLOOR").map(subject => subject.name);
  return role(name) === "peer" || floors.indexOf(name) > 0;
}

function lineKey(names) {
  return el("ul", {class: "key"}, names.map(name => el("li", {style: `--color: var(${lineColor(name)})`}, name)));
}

function header() {
  const lead = "Gumbel trains neural networks with discrete latent variables on several array libraries (backends). This page sets its speed beside "
    + "the same work written as users of those libraries write it themselves (peers), and beside the floor: the library's matrix products, which no "
    + "program with it can do without (of the backend java their multiply-adds, in registers alone), plus one pass over the memory that the optimiser "
    + "must touch. All are times: shorter is better.";
  return [
    el("p", {class: "brand"}, "Gumbel · benchmarks"),
    el("h1", {}, headline()),
    content.busy && el("p", {class: "busy", role: "note"}, content.busy),
    el("p", {class: "lead"}, lead),
    el("p", {class: "note"}, `Measured ${content.date.slice(0, 10)} on ${content.machine.cpu}, ${vectors(content.machine.vectorBits)}, load ${load()}; ${content.plan.forks} JVMs of each.`),
    figures(),
  ];
}

function mainGroup() {
  return content.groups.find(group => group.workload === "train" && group.size === "100") ?? content.groups.find(group => group.workload === "train");
}

function headline() {
  const group = mainGroup();
  const rows = group?.rows.filter(row => role(row.subject) === "backend") ?? [];
  if (content.busy || !rows.length) {
    return content.busy ? "Measured on a busy machine" : "What it costs";
  }
  const best = rows.reduce((a, b) => a.nanos < b.nanos ? a : b);
  return `A training step of ${group.size} images takes ${time(best.nanos)} on ${subjects.get(best.subject).library}`;
}

function figures() {
  const group = mainGroup();
  const rows = group?.rows.filter(row => role(row.subject) === "backend") ?? [];
  return !content.busy && rows.length > 0 && el("dl", {class: "figures"}, rows.map(row => el("div", {},
    el("dt", {}, row.subject),
    el("dd", {}, time(row.nanos), el("small", {}, [
      row.ofPeer != null && `${number(row.ofPeer)} of its fastest peer`, row.ofFloor != null && `${number(row.ofFloor)} times the floor`,
      row.ofDjlFloor != null && `${number(row.ofDjlFloor)} times djl-floor`, row.by,
    ].filter(Boolean).join(" · "))))));
}

function roleKey() {
  return el("ul", {class: "key"}, [["backend", "Gumbel, on each backend with each setting of kernels"], ["peer", "users of the same libraries"],
    ["floor", "the least it could cost"]].map(([name, text]) => el("li", {class: name}, text)));
}

function several() {
  return new Set(content.groups.map(group => group.threads)).size > 1;
}

function groupFigure(group) {
  const unit = unitOf(Math.min(...group.rows.map(row => row.nanos)));
  const title = `${group.title}, ${group.size} ${group.counts}${several() ? ", " + threadWords(group.threads) : ""}`;
  const loss = group.lossStep > 0;
  const rows = group.rows.map(row => [
    row.subject, digits(row.nanos / UNITS[unit]), `${digits(row.fastest / UNITS[unit])} to ${digits(row.slowest / UNITS[unit])}`,
    row.ofPeer == null ? "" : number(row.ofPeer), row.ofFloor == null ? "" : number(row.ofFloor),
    row.ofDjlFloor == null ? "" : number(row.ofDjlFloor), ...(loss ? [row.loss == null ? "" : number(row.loss, 1)] : []), row.by,
  ]);
  const head = ["", unit, "fastest to slowest JVM", "of peer", "of floor", "of djl-floor", ...(loss ? [`loss at step ${group.lossStep}`] : []), "computed by"];
  return figure(title, group.explanation,
    barChart(`${title}: ${group.rows.map(row => `${row.subject} ${time(row.nanos)}`).join(", ")}`, group.rows, unit).element,
    el("details", {}, el("summary", {}, "The numbers"), table(`Numbers of ${title}`, head, rows)));
}

function training() {
  const groups = content.groups.filter(group => group.workload === "train");
  return groups.length > 0 && section("train", "Training step",
    "The article's network (784-512-256-300 and back, 30 latents of 10 classes): forward, gradient and Adam, from images on the host to the loss on "
    + "the host. The bar is the median; the whisker spans the JVMs of the same code, from the fastest to the slowest, for they differ.",
    roleKey(), el("div", {class: "charts bars"}, groups.map(groupFigure)));
}

function learning() {
  const threads = Math.min(...content.curves.map(curve => curve.threads));
  const curves = content.curves.filter(curve => curve.threads === threads && curve.points.length > 0);
  return curves.length > 0 && section("learning", "What the time buys",
    "Faster means nothing if it learns less. Loss (nats an image, lower is better) against the seconds that the program itself trained, "
    + "from its first step, so that the slow steps before the JIT compiler is done count. All see the same images and begin with weights of one distribution; the draws are each library's own.",
    figure("Loss against time", `Batches of ${curves[0].batch} images, ${threadWords(threads)}; the mean over a few steps.`, lineKey(curves.map(curve => curve.subject)),
      lossChart("Loss against time: " + curves.map(curve => `${curve.subject} reaches ${digits(curve.points[curve.points.length - 1][1])}`).join(", "),
        curves.map(curve => ({name: curve.subject, color: lineColor(curve.subject), dash: dashed(curve.subject), points: curve.points}))).element));
}

/** Workloads measured at several sizes. */
function sizes() {
  const threads = Math.min(...content.groups.map(group => group.threads));
  const byWorkload = Map.groupBy(content.groups.filter(group => group.threads === threads), group => group.workload);
  const grown = [...byWorkload.values()].filter(groups => groups.length > 1);
  return grown.length > 0 && section("sizes", "Cost against size",
    `How times grow with the work, ${threadWords(threads)}; both axes are logarithmic, so that a straight line is a power law.`,
    lineKey([...subjects.keys()].filter(name => grown.some(groups => groups.some(group => group.rows.some(row => row.subject === name))))),
    el("div", {class: "charts"}, grown.map(sizeFigure)));
}

function sizeFigure(groups) {
  const extent = group => group.size.split("x").reduce((product, part) => product * Number(part), 1);
  const names = [...new Set(groups.flatMap(group => group.rows.map(row => row.subject)))];
  const lines = names.map(name => ({
    name, color: lineColor(name), dash: dashed(name),
    points: groups.flatMap(group => group.rows.filter(row => row.subject === name).map(row => [extent(group), row.nanos])).sort(([a], [b]) => a - b),
  }));
  const {title, counts, explanation} = groups[0];
  const across = groups[0].size.includes("x") ? "numbers" : counts;
  return figure(title, explanation,
    costChart(`${title} by size: ${lines.map(line => `${line.name} ${line.points.map(([x, nanos]) => `${count(x)} ${time(nanos)}`).join(" ")}`).join("; ")}`, lines, across).element);
}

/** A fold for each workload: what was measured at several sizes stands above already. */
function others() {
  const groups = content.groups.filter(group => group.workload !== "train");
  return groups.length > 0 && section("others", "The rest of the table", "Parts of a step, and what comes before the first one.",
    roleKey(), [...Map.groupBy(groups, group => group.title)].map(([title, same]) => el("details", {open: same.length === 1},
      el("summary", {}, title), el("div", {class: "charts bars"}, same.map(groupFigure)))));
}

function who() {
  return section("who", "Who was measured", null, el("dl", {class: "facts who"}, [...subjects.values()].map(subject =>
    [el("dt", {}, subject.name), el("dd", {}, `${subject.title}. ${subject.version}. Computed by ${subject.computes}; its JVMs use ${vectors(subject.vectorBits)}.`)])));
}

function method() {
  const {machine, plan} = content;
  const fact = (name, value) => [el("dt", {}, name), el("dd", {}, value)];
  return section("method", "How it was measured", null,
    el("ul", {class: "caveats"},
      [`Each subject ran in ${plan.forks} JVMs of its own. In each case all of them took turns, ${plan.rounds} rounds long, one at a time on the same cores, so that whatever else the machine did hurt all alike.`,
        "A number is the median of its JVMs' medians; its spread goes from the fastest JVM to the slowest. JVMs of the same code differ, on some machines by a factor of two: differences smaller than the spread mean nothing.",
        "Warm-up goes on until the JIT compiler rests, and is left out of all times but the first result and the loss curves.",
        "A high load average says that the machine was busy with something else: trust ratios then, not times.",
        "The floor is not a program that anyone could use: it draws no noise, computes no loss and learns nothing. Java's counts every multiply-add, also those by the zeros of images, which a program may leave out.",
        "Who computed stands beside each number, with the bits of the vectors of its JVM and of the processor: 256/512 is a JVM that leaves half of a vector aside. Users of a library run on the JVM's stock flags."].map(text => el("li", {}, text))),
    el("dl", {class: "facts"}, fact("processor", `${machine.cpu}, ${vectors(machine.vectorBits)}`), fact("memory", number(machine.memoryBytes / 2 ** 30, 0) + " GiB"), fact("system", machine.os),
      fact("Java", machine.java), fact("Gumbel", content.gumbel), fact("began", content.date), fact("tied to", machine.pinning), fact("load average", load()),
      fact("command", "gumbel " + plan.arguments.join(" ")), ...flags(fact),
      fact("freed memory", plan.memory === "kept" ? "kept by the C library in all JVMs" : "left to each: glibc's own thresholds but where Gumbel's DJL backend asks for others"),
      fact("rounds", `${plan.rounds} of ${plan.roundMillis} ms after at least ${plan.warmMillis} ms of warm-up; a training step's three times as long`)));
}

/** The flags of the JVMs, with those that have them. */
function flags(fact) {
  const owners = new Map();
  content.subjects.forEach(subject => {
    const words = subject.flags.join(" ") || "none";
    owners.set(words, [...owners.get(words) ?? [], subject.name]);
  });
  return [...owners].map(([words, names]) => fact(`JVM flags of ${names.join(", ")}`, words));
}

document.querySelector("header.top").replaceChildren(...header().filter(Boolean));
document.getElementById("main").replaceChildren(...[training(), learning(), sizes(), others(), who(), method()].filter(Boolean));
