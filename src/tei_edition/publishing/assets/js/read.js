/* Reading another page of the site: `teiRead(address)` promises its HTML.
 *
 * A server sends it. From a disk no page may fetch another: there the other page is opened in a
 * frame that nobody sees, and says itself what it holds, before other scripts have changed it. */

globalThis.teiRead = (() => {
  "use strict";
  const NAME = "tei-read";
  const LONGEST = 10_000;
  const onDisk = location.protocol === "file:";

  if (onDisk && window.name === NAME && parent !== window) {
    // The origin of a file has no name. What is sent is what anybody can open.
    parent.postMessage({ [NAME]: document.documentElement.outerHTML }, "*");
  }

  const open = (address) =>
    new Promise((resolve, reject) => {
      const frame = document.createElement("iframe");
      frame.name = NAME;
      frame.hidden = true;
      const finish = (settle, value) => {
        removeEventListener("message", take);
        clearTimeout(late);
        frame.remove();
        settle(value);
      };
      const take = (event) => {
        if (event.source === frame.contentWindow && typeof event.data?.[NAME] === "string") {
          finish(resolve, event.data[NAME]);
        }
      };
      const late = setTimeout(finish, LONGEST, reject, new Error("no answer"));
      addEventListener("message", take);
      frame.src = address;
      document.body.append(frame);
    });

  return async (address) => {
    if (onDisk) {
      return open(address);
    }
    const answer = await fetch(address);
    if (!answer.ok) {
      throw new Error(answer.statusText);
    }
    return answer.text();
  };
})();
