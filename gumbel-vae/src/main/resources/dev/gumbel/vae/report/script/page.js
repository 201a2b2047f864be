/** What the page is about; the dashboard replaces it while the run goes on. */
let content = JSON.parse(document.getElementById("content").textContent);

function render() {
  charts.length = 0;
  document.querySelector("header.top").replaceChildren(...header().filter(Boolean));
  document.getElementById("main").replaceChildren(...[curves(), pictures(), latents(), ...facts()].flat().filter(Boolean));
}

render();
if (content.live) {
  follow();
}
