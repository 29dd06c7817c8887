// A sheet that prints itself once when it is drawn; again by its button. Kiosks print it without a dialog.
addEventListener("load", () => window.print(), { once: true });
document.getElementById("again").addEventListener("click", () => window.print());
document.getElementById("close").addEventListener("click", () => window.close());
