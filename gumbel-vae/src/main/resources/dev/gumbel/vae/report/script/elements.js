"use strict";

/** An element with attributes and children; an attribute that begins with "on" is a listener. What is false or null is left out, be it one or the other. */
function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value != null) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child != null && child !== false));
  return element;
}

/** A number for people; a dash where there is none. */
function number(value, digits = 2) {
  return value == null || !Number.isFinite(value)
    ? "–"
    : Math.abs(value) >= 1e7 ? value.toExponential(2).replace("e+", "e")
    : value.toLocaleString("en", {minimumFractionDigits: digits, maximumFractionDigits: digits});
}

function percent(part, whole) {
  return whole ? number(100 * part / whole, 0) + "%" : "–";
}

function section(id, title, lead, ...content) {
  return el("section", {id, "aria-labelledby": id + "-title"},
    el("h2", {id: id + "-title"}, title), lead && el("p", {class: "lead"}, lead), ...content);
}

/** A figure under its name and one sentence for someone who sees such a one for the first time. */
function figure(title, explanation, ...content) {
  return el("figure", {}, el("figcaption", {}, el("h3", {}, title), el("p", {}, explanation)), ...content);
}

/** A table that can be scrolled sideways by keys too. */
function table(label, head, rows) {
  return el("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": label},
    el("table", {},
      el("thead", {}, el("tr", {}, head.map(text => el("th", {scope: "col"}, text)))),
      el("tbody", {}, rows.map(([first, ...cells]) =>
        el("tr", {}, el("th", {scope: "row"}, first), cells.map(cell => el("td", {}, cell)))))));
}

/** Buttons of which one is chosen, with the arrow keys too. */
function choice(label, options, chosen, choose) {
  return el("fieldset", {class: "choice"}, el("legend", {}, label),
    options.map(([value, text]) => el("label", {},
      el("input", {type: "radio", name: label, value, checked: value === chosen, onchange: () => choose(value)}),
      el("span", {}, text))));
}

function css(variable) {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}
