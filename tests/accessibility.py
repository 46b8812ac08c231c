"""What axe complains of on pages in Chromium."""

from axe_playwright_python.base import AXE_SCRIPT

# A look is a number for the style sheets of a page, and for what they may colour an element and all around it
# by: tag, classes, names of attributes, some of their values, ids that a style sheet names, and whether a row
# is an even one. Colours follow it, and would be most of the work: only new looks are measured.
MARK_NEW_LOOKS = """(known) => {
  const css = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText);
  const named = new Set(css.join().match(/#[A-Za-z][\\w-]*/g));
  const telling = ["type", "aria-current", "aria-invalid", "aria-pressed", "aria-disabled", "aria-sort"];
  const mix = (sum, letter) => Math.imul(sum ^ letter.codePointAt(), 16777619);
  const looks = new Map([[null, [...document.styleSheets].map((sheet) => sheet.href).join()]]);
  const seen = new Set(known.split(" "));
  for (const element of document.querySelectorAll("*")) {
    const names = element.getAttributeNames().filter((name) => name !== "id").sort();
    const values = telling.map((name) => element.getAttribute(name));
    const id = named.has(`#${element.id}`) ? element.id : "";
    const isEven = element.tagName === "TR" && element.sectionRowIndex % 2;
    const own = [looks.get(element.parentElement), element.tagName, element.className, ...names, ...values];
    own.push(id, isEven);
    const look = String([...own.join()].reduce(mix, 1));
    looks.set(element, look);
    if (!seen.has(look)) element.dataset.newLook = "";
    seen.add(look);
  }
  axe.configure({ rules: [
    { id: "color-contrast", selector: "[data-new-look]" },
    { id: "link-in-text-block", selector: "a[href][data-new-look]" },
  ] });
  return [...seen].join(" ");
}"""
COLOURS = ["color-contrast", "link-in-text-block"]
# To read the style sheets anew, axe would look for what they import beside the page.
RUN = """async (options) => {
  for (const change of document.getAnimations()) change.cancel();
  const { violations } = await axe.run({ ...options, resultTypes: ["violations"], preload: false });
  return violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 120))}`);
}"""


class Inspector:
    """Looks at what a page of the browser goes to, and at the colours of what looks alike once."""

    def __init__(self, page):
        self.page = page
        self.known_looks = ""
        # Sent to the browser once: half a megabyte for each address took as long as the address itself.
        page.add_init_script(AXE_SCRIPT)

    def violations(self, *, dark=True):
        """Return what breaks a rule, in light colours, and in dark ones what is hard to read."""
        page = self.page
        self.known_looks = page.evaluate(MARK_NEW_LOOKS, self.known_looks)
        found = page.evaluate(RUN, {})
        if dark:
            page.emulate_media(color_scheme="dark")
            found += [f"dark: {rule}" for rule in page.evaluate(RUN, {"runOnly": COLOURS})]
            page.emulate_media(color_scheme="light")
        return found
