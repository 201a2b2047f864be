/** All charts of the page, so that they can be drawn again in other colours. */
const charts = [];

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach(chart => chart.draw()));

/** A chart as wide as there is room; options(width) makes it anew, height(width) says how high. */
class Chart {
  constructor(label, height, options) {
    this.height = height;
    this.options = options;
    this.plotted = el("div", {class: "plot", role: "img", "aria-label": label});
    this.element = el("div", {class: "chart"}, this.plotted);
    new ResizeObserver(() => this.resize()).observe(this.element);
    charts.push(this);
  }

  resize() {
    const width = this.element.clientWidth;
    if (width > 0 && width !== this.width) {
      this.width = width;
      this.draw();
    }
  }

  draw() {
    if (!this.width) {
      return;
    }
    this.chart?.dispose();
    this.chart = echarts.init(this.plotted, null, {renderer: "svg", width: this.width, height: this.height(this.width)});
    this.chart.setOption({animation: false, textStyle: {fontFamily: css("--sans")}, ...this.options(this.width)});
  }
}

function axisStyle() {
  const line = {lineStyle: {color: css("--rule")}};
  return {
    axisLabel: {color: css("--quiet")}, nameTextStyle: {color: css("--quiet")}, axisLine: line, axisTick: line, splitLine: line, minorSplitLine: {show: false},
  };
}

function tooltip(formatter) {
  return {
    trigger: "item", confine: true, formatter, backgroundColor: css("--raised"), borderColor: css("--rule"),
    textStyle: {color: css("--ink"), fontSize: 13},
  };
}

/** Bars of a group's rows: the median, and a whisker from its fastest JVM to its slowest. */
function barChart(label, rows, unit) {
  const scale = UNITS[unit];
  const height = () => 34 * rows.length + 56;
  return new Chart(label, height, width => {
    const names = rows.map(row => row.subject);
    const narrow = width < 520;
    return {
      grid: {left: narrow ? 104 : 132, right: 60, top: 8, bottom: 40},
      tooltip: tooltip(point => describe(rows[point.dataIndex], unit)),
      xAxis: {...axisStyle(), type: "value", name: unit, nameLocation: "middle", nameGap: 24, min: 0, splitNumber: narrow ? 3 : 6},
      yAxis: {...axisStyle(), type: "category", data: names, inverse: true, splitLine: {show: false}, axisTick: {show: false},
        axisLabel: {color: css("--ink"), fontSize: narrow ? 11 : 13}},
      series: [
        {
          type: "bar", barWidth: 18,
          data: rows.map(row => ({value: row.nanos / scale, itemStyle: {color: css("--" + role(row.subject)), borderRadius: [0, 3, 3, 0]}})),
        },
        {
          type: "custom", z: 5, encode: {x: [1, 2], y: 0}, data: rows.map((row, i) => [i, row.fastest / scale, row.slowest / scale, row.nanos / scale]),
          renderItem: (params, api) => whisker(api),
        },
      ],
    };
  });
}

function whisker(api) {
  const [left, y] = api.coord([api.value(1), api.value(0)]);
  const [right] = api.coord([api.value(2), api.value(0)]);
  const stroke = {stroke: css("--ink"), lineWidth: 1.5};
  const line = (x1, y1, x2, y2) => ({type: "line", shape: {x1, y1, x2, y2}, style: stroke});
  return {
    type: "group",
    children: [
      line(left, y, right, y), line(left, y - 5, left, y + 5), line(right, y - 5, right, y + 5),
      {type: "text", style: {text: digits(api.value(3)), x: right + 7, y, textVerticalAlign: "middle", fill: css("--ink"), font: "600 12px " + css("--sans")}},
    ],
  };
}

/** Lines over logarithmic axes: {name, color, dash, points: [[x, nanoseconds]...]}. */
function costChart(label, lines, across) {
  return new Chart(label, width => Math.round(Math.min(340, Math.max(250, width * 0.6))), () => ({
    grid: {left: 62, right: 16, top: 12, bottom: 44},
    tooltip: tooltip(point => `${escaped(point.seriesName)}<br>${count(point.value[0])}: <b>${time(point.value[1] * 1e6)}</b>`),
    xAxis: {...axisStyle(), type: "log", name: across, nameLocation: "middle", nameGap: 26, axisLabel: {color: css("--quiet"), formatter: count},
      min: Math.min(...lines.flatMap(line => line.points.map(([x]) => x))), max: Math.max(...lines.flatMap(line => line.points.map(([x]) => x)))},
    yAxis: {...axisStyle(), type: "log", axisLabel: {color: css("--quiet"), formatter: value => time(value * 1e6)}},
    series: lines.map(line => ({
      name: line.name, type: "line", data: line.points.map(([x, nanos]) => [x, nanos / 1e6]), symbol: "circle", symbolSize: 7,
      lineStyle: {color: css(line.color), width: 2, type: line.dash ? "dashed" : "solid"}, itemStyle: {color: css(line.color)},
    })),
  }));
}

/** Lines of losses over seconds. */
function lossChart(label, lines) {
  return new Chart(label, width => Math.round(Math.min(420, Math.max(260, width * 0.45))), () => {
    const all = lines.flatMap(line => line.points.map(([, loss]) => loss)).sort((a, b) => a - b);
    return {
      grid: {left: 48, right: 16, top: 12, bottom: 44},
      tooltip: tooltip(point => `${escaped(point.seriesName)}<br>after ${digits(point.value[0])} s: <b>${number(point.value[1], 1)}</b> nats`),
      xAxis: {...axisStyle(), type: "value", name: "seconds of training, warm-up included", nameLocation: "middle", nameGap: 26},
      // The first losses are so much higher that the rest would lie flat: they run out of the picture.
      yAxis: {...axisStyle(), type: "value", scale: true, max: Math.ceil(all[Math.floor(all.length * 0.97)] * 1.02), name: "nats"},
      series: lines.map(line => ({
        name: line.name, type: "line", data: line.points, symbol: "circle", symbolSize: 5, showSymbol: false,
        lineStyle: {color: css(line.color), width: 2, type: line.dash ? "dashed" : "solid"}, itemStyle: {color: css(line.color)},
      })),
    };
  });
}
