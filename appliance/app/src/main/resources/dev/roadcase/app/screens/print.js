// A button that prints; where there is no script, the browser's own does.

const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => window.print());
