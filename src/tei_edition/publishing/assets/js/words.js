/* The words that scripts show, in the language of the edition.
 *
 * `teiWords` stands before this: it is made at the build from the catalogues, with what the scripts
 * ask for. `xslt/words.xsl` says how it is laid out, and does with it what is done here. */

globalThis.teiWord = (key, values = {}) => {
  const show = (value) => {
    const text = String(value);
    return typeof value === "number" && text.length > 4
      ? text.replace(/\B(?=(\d{3})+$)/g, teiWords[""].group) : text;
  };
  let said = teiWords[key] ?? key;
  if (Array.isArray(said)) {
    const [language, ...forms] = said;
    const number = Math.abs(values.number);
    // From a hundred on, in every language, the last two digits decide.
    const place = number < 100 ? number : 100 + number % 100;
    said = forms[Number(teiWords[""].rules[language][place])] ?? forms.at(-1);
  }
  return said.replace(/\{(\w+)\}/g, (gap, name) => (name in values ? show(values[name]) : gap));
};
