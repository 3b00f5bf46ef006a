// Words and phrases that correspond: whichever is pointed at or has the focus, all are lit.

(() => {
  const words = [...document.querySelectorAll(".tei-paired")];
  const target = (word) => decodeURIComponent((word.getAttribute("href") || "").split("#")[1] || "");
  const light = (word, isOn) => {
    for (const other of words) {
      const isPair = other === word || target(word) === other.id || target(other) === word.id;
      if (isPair && word.id) other.classList.toggle("tei-lit", isOn);
    }
  };
  for (const word of words) {
    for (const event of ["mouseenter", "focus"]) word.addEventListener(event, () => light(word, true));
    for (const event of ["mouseleave", "blur"]) word.addEventListener(event, () => light(word, false));
  }
})();
