/** All charts of the page, so that they can be drawn again in other colours, over another axis, with more data. */
const charts = [];
let axis = "epochs";
let scale = "linear";
/** Between two ticks of an axis that counts. */
const WHOLE = [0, 1, 2, 3, 4, 5, 6, 7].flatMap(power => [1, 2, 5].map(digit => digit * 10 ** power));

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach(chart => chart.rebuild()));

/**
 * A chart of lines. A line is {name, color (a variable of the style), dash, faint, points, at(axis) -> [[x...], [y...]]}; the lines are asked for anew
 * whenever the chart is drawn. Dragging zooms, a double click or the button shows all again. The axis is the page's if none is named.
 */
class LineChart {
  constructor(label, digits, lines, across = null) {
    this.across = across;
    this.label = label;
    this.digits = digits;
    this.lines = lines;
    this.plotted = el("div", {class: "plot", role: "img", "aria-label": label});
    this.element = el("div", {class: "chart"}, this.plotted, el("div", {class: "zoom"},
      this.button("Zoom in", "+", () => this.zoom(0.5)),
      this.button("Zoom out", "−", () => this.zoom(2)),
      this.button("Show all", "Show all", () => this.plot?.setData(this.plot.data, true))));
    this.width = 0;
    new ResizeObserver(() => this.resize()).observe(this.element);
    charts.push(this);
  }

  button(name, text, act) {
    return el("button", {type: "button", class: "small", "aria-label": `${name}: ${this.label}`, onclick: act}, text);
  }

  resize() {
    const width = this.element.clientWidth;
    if (width > 0 && width !== this.width) {
      this.width = width;
      if (this.plot) {
        this.plot.setSize({width, height: this.height()});
      } else {
        this.rebuild();
      }
    }
  }

  height() {
    return Math.round(Math.min(320, Math.max(200, this.width * 0.5)));
  }

  /** Of a logarithm there is nothing at 0 and below. */
  data() {
    const shown = values => scale === "log" ? values.map(value => value > 0 ? value : null) : values;
    return uPlot.join(this.drawn.map(line => {
      const [x, y] = line.at(axis);
      return [x, shown(y)];
    }));
  }

  rebuild() {
    if (this.width > 0) {
      this.plot?.destroy();
      this.plot = null;
      this.drawn = this.lines();
      const data = this.data();
      const isEmpty = !data.slice(1).some(values => values.some(Number.isFinite));
      this.plotted.replaceChildren(...isEmpty ? [el("p", {class: "note empty"}, "Nothing to draw yet: it comes with the end of an epoch.")] : []);
      if (!isEmpty) {
        this.plot = new uPlot(this.options(), data, this.plotted);
      }
    }
  }

  /** More of the same lines; what is zoomed into stays in sight. */
  update() {
    const lines = this.lines();
    if (!this.plot || lines.length !== this.drawn.length) {
      this.rebuild();
      return;
    }
    const zoomed = !this.showsAll();
    this.drawn = lines;
    const {min, max} = this.plot.scales.x;
    this.plot.setData(this.data(), !zoomed);
    if (zoomed) {
      this.plot.setScale("x", {min, max});
    }
  }

  showsAll() {
    const {min, max} = this.plot?.scales.x ?? {};
    const x = this.plot?.data[0];
    return min == null || !(min > x[0] || max < x[x.length - 1]);
  }

  zoom(factor) {
    if (!this.plot) {
      return;
    }
    const {min, max} = this.plot.scales.x;
    const x = this.plot.data[0];
    const half = (max - min) * factor / 2;
    const middle = (min + max) / 2;
    this.plot.setScale("x", {min: Math.max(x[0], middle - half), max: Math.min(x[x.length - 1], middle + half)});
  }

  options() {
    const across = this.across ?? (axis === "epochs" ? "epoch" : "step");
    const grid = {stroke: css("--rule"), width: 1};
    const axes = {stroke: css("--quiet"), grid, ticks: grid, font: "12px " + css("--sans")};
    return {
      width: this.width,
      height: this.height(),
      cursor: {sync: {key: across}, drag: {x: true, y: false}, dataIdx: nearest, points: {size: 7}},
      scales: {
        x: {time: false, range: (plot, min, max) => min === max ? [min - 1, max + 1] : [min, max]},
        y: {distr: scale === "log" ? 3 : 1, range: (plot, min, max) => this.range(plot, min, max)},
      },
      axes: [
        {...axes, ...(across === "epoch" ? {} : {incrs: WHOLE}), label: across, labelSize: 20, labelFont: axes.font, size: 34},
        {...axes, grid: {...grid, filter: apart}, ticks: {...grid, filter: apart}, values: (plot, splits) => splits.map(label), size: (plot, texts) => 18 + 7 * Math.max(4, ...(texts ?? []).map(text => text.length))},
      ],
      series: [
        {label: across, value: (plot, x) => number(x, across === "epoch" ? 2 : 0)},
        ...this.drawn.map(line => this.series(line)),
      ],
    };
  }

  series(line) {
    return {
      label: line.name,
      stroke: css(line.color) + (line.faint ? "66" : ""),
      width: line.faint ? 1 : 2,
      dash: line.dash ? [7, 5] : undefined,
      points: {show: Boolean(line.points), size: 5, fill: css(line.color)},
      value: (plot, value) => number(value, this.digits),
    };
  }

  /**
   * The first steps cost so much more that the rest would lie flat at the bottom: while all is shown, they run out of the picture. So do the epochs of
   * a training that blew up, where they are few enough to leave something else to see.
   */
  range(plot, min, max) {
    if (min == null) {
      return [0, 1];
    }
    if (scale === "log") {
      const power = 10 ** Math.floor(Math.log10(min));
      return [power, Math.max(10 * power, 10 ** Math.ceil(Math.log10(max)))];
    }
    const means = this.drawn.flatMap((line, i) => line.faint ? [] : plot.data[i + 1]).filter(value => value != null);
    const headroom = means.length && this.showsAll() ? usualTop(means) : Infinity;
    const top = Math.max(Math.min(max, headroom), min);
    const margin = 0.06 * (top - min) || Math.abs(top) * 0.05 || 1;
    return [min - margin, top + margin];
  }
}

/** A fifth above the greatest value, or above the third quartile where the greatest are out of all proportion to the median. */
function usualTop(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const quantile = part => sorted[Math.floor(part * (sorted.length - 1))];
  const greatest = sorted[sorted.length - 1];
  return 1.2 * (greatest > 10 * Math.abs(quantile(0.5)) ? quantile(0.75) : greatest);
}

/** Over many powers of ten the lines between them would lie so close that they are one grey: then only the powers themselves. */
function apart(plot, splits) {
  const isPower = value => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-6;
  const {min, max} = plot.scales.y;
  return scale === "log" && max / min > 1000 ? splits.map(value => value > 0 && isPower(value) ? value : null) : splits;
}

/** A number on an axis: short, however large. */
function label(value) {
  if (value == null) {
    return "";
  }
  const size = Math.abs(value);
  return size >= 1e5 || size > 0 && size < 1e-3 ? value.toExponential().replace("e+", "e") : value.toLocaleString("en", {maximumFractionDigits: 4});
}

/** The point of a line that is nearest to the pointer: lines have points at different places. */
function nearest(plot, series, index) {
  const values = plot.data[series];
  for (let away = 0; away < values.length; away++) {
    for (const i of [index - away, index + away]) {
      if (values[i] != null) {
        return i;
      }
    }
  }
  return index;
}
