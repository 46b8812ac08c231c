"""What axe complains of on a page in Chromium."""

from axe_playwright_python.base import AXE_SCRIPT

# Contrast would be three quarters of the work, and follows tags and classes: of the elements that look alike from the
# root down, the first is looked at. Every other rule looks at all there is.
MARK_FIRST_LOOKS = """() => {
  const looks = new Map();
  const known = new Map();
  for (const element of document.querySelectorAll("*")) {
    const attributes = element.getAttributeNames().filter((name) => name !== "id").sort();
    const look = [looks.get(element.parentElement), element.tagName, element.className, ...attributes].join();
    if (!known.has(look)) {
      known.set(look, known.size);
      element.dataset.firstLook = "";
    }
    looks.set(element, known.get(look));
  }
  axe.configure({ rules: [{ id: "color-contrast", selector: "[data-first-look]" }] });
}"""
# To read the style sheets anew, axe would look for what they import beside the page.
RUN = """async (options) => {
  for (const change of document.getAnimations()) change.cancel();
  const { violations } = await axe.run({ ...options, resultTypes: ["violations"], preload: false });
  return violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 120))}`);
}"""


def violations(page):
    """Return what breaks a rule, in light colours, and in dark ones what is hard to read."""
    page.evaluate(AXE_SCRIPT)
    page.evaluate(MARK_FIRST_LOOKS)
    found = page.evaluate(RUN, {})
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {rule}" for rule in page.evaluate(RUN, {"runOnly": ["color-contrast"]})]
    page.emulate_media(color_scheme="light")
    return found
