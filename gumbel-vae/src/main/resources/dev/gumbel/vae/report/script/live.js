/** The page while the run goes on: what the server tells arrives as events; the buttons hold the run. */
const STATES = {
  starting: "Starting",
  training: "Training",
  paused: "Paused",
  stopping: "Stopping after this epoch",
  ended: "Ended",
};

function follow() {
  const status = el("p", {role: "status"});
  const progress = el("progress", {"aria-label": "Steps of all epochs", max: 1, value: 0});
  const button = (action, text) => el("button", {type: "button", "data-action": action, onclick: () => ask(action)}, text);
  const buttons = {pause: button("pause", "Pause"), resume: button("resume", "Resume"), stop: button("stop", "Stop after this epoch")};
  const bar = el("section", {class: "live", "aria-label": "The run"}, status, progress, el("div", {class: "buttons"}, Object.values(buttons)));
  document.querySelector("header.top").before(bar);
  let state = content.live.state;
  let lost = false;
  let pending = false;
  const recent = [];

  function show() {
    const run = content.runs[0];
    const {step, epoch, loss} = run.steps;
    const last = step.length - 1;
    const where = last >= 0 ? `, epoch ${epoch[last]} of ${run.config.options.epochs}, loss ${number(loss[last])} nats` : "";
    status.textContent = lost && state !== "ended" ? "No connection: the run may have ended; trying again" : STATES[state] + where;
    bar.dataset.state = lost && state !== "ended" ? "lost" : state;
    progress.max = run.config.options.epochs * batches(run);
    progress.value = state === "ended" ? progress.max : last >= 0 ? step[last] + 1 : 0;
    buttons.pause.disabled = lost || !["training", "stopping"].includes(state);
    buttons.resume.disabled = lost || !["paused", "stopping"].includes(state);
    buttons.stop.disabled = lost || !["training", "paused"].includes(state);
  }

  async function ask(action) {
    const answer = await fetch("control/" + action, {method: "POST", headers: {"X-Gumbel-Token": content.live.token}}).catch(() => null);
    if (!answer?.ok) {
      status.textContent = "The run did not take it; reload this page";
    }
  }

  async function reload() {
    const answer = await fetch("data.json").catch(() => null);
    if (answer?.ok) {
      // Its state may be older than the last event's.
      content = await answer.json();
      // Nor does it hold the steps since the last epoch.
      recent.forEach(keep);
      const place = scrollY;
      render();
      scrollTo(0, place);
    }
    show();
  }

  /** Whether the step is new. */
  function keep(metrics) {
    const {steps} = content.runs[0];
    const isNew = metrics.step > (steps.step.at(-1) ?? -1);
    if (isNew) {
      for (const key of ["step", "epoch", "batch", "loss", "temperature"]) {
        steps[key].push(metrics[key]);
      }
    }
    return isNew;
  }

  /** Steps come faster than a chart need be drawn. */
  function step(metrics) {
    recent.push(metrics);
    recent.splice(0, recent.length - 2000);
    if (keep(metrics) && !pending) {
      pending = true;
      setTimeout(() => {
        pending = false;
        charts.forEach(chart => chart.update());
        show();
      }, 500);
    }
  }

  const events = new EventSource("events");
  events.addEventListener("open", () => {
    lost = false;
    reload();
  });
  events.addEventListener("error", () => {
    lost = true;
    show();
  });
  events.addEventListener("step", event => step(JSON.parse(event.data)));
  events.addEventListener("epoch", () => reload());
  events.addEventListener("state", async event => {
    state = event.data;
    show();
    if (state === "ended") {
      // The server goes once all have left: what it has to say comes before.
      await reload();
      events.close();
    }
  });
  show();
}
