#!/usr/bin/python3
"""Looks at report pages with headless Chromium: page.py FOLDER PAGE…

Every page is drawn at 1000 and 390 pixels, light and dark, and on paper, each picture kept in FOLDER. It fails where
a page asks for anything over the network, logs anything, runs a script, is wider than the window, or lets two texts
of a plot overlap.
"""
import base64
import os
import sys
import tempfile

from browser import Browser


# Pairs of visible texts of one plot whose boxes overlap.
OVERLAPS = """[...document.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width > 0).flatMap(svg => {
  const boxes = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
  return boxes.flatMap(([one, a], index) => boxes.slice(index + 1).filter(([, b]) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3).map(([two]) => one + ' | ' + two));
})"""
# Texts of a plot that stick out of it.
OUTSIDE = """[...document.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width > 0).flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(text => { const box = text.getBoundingClientRect();
    return box.left < frame.left - 1 || box.right > frame.right + 1; }).map(text => text.textContent);
})"""
# The least size of a plot's text as it is drawn.
SMALLEST = """Math.min(99, ...[...document.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width > 0 &&
  svg.querySelector('text')).map(svg => parseFloat(getComputedStyle(svg.querySelector('text')).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))"""
# Plots without a name, tables without heads, sections without titles.
NAMELESS = """[...document.querySelectorAll('svg[role=img]')].filter(svg => ['aria-labelledby', 'aria-describedby'].some(name =>
  !document.getElementById(svg.getAttribute(name))?.textContent)).length
  + [...document.querySelectorAll('table')].filter(table => !table.querySelector('th[scope]')).length
  + [...document.querySelectorAll('section')].filter(part => !document.getElementById(part.getAttribute('aria-labelledby'))).length"""


def check(browser, page, folder):
    name = os.path.splitext(os.path.basename(page))[0]
    if not os.access(page, os.R_OK):
        sys.exit(f"{page} cannot be read")
    faults = []
    for width, scheme, media in [(1000, "light", ""), (1000, "dark", ""), (700, "light", ""), (390, "light", ""),
                                 (390, "dark", ""), (320, "light", ""), (794, "light", "print")]:
        what = f"{name} at {width} px, {scheme}{', printed' if media else ''}"
        browser.open(page, width, 900, scheme, media)
        asked = [event["params"]["request"]["url"] for event in browser.events
                 if event.get("method") == "Network.requestWillBeSent"]
        faults += [f"{what}: asks for {url[:200]}" for url in asked if url != "file://" + page]
        faults += [f"{what}: {event['method']} {str(event['params'])[:300]}" for event in browser.events
                   if event.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled",
                                              "Page.javascriptDialogOpening")]
        if browser.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{what}: is {browser.evaluate('document.documentElement.scrollWidth')} px wide")
        for kind, expression in [("overlap", OVERLAPS), ("stick out", OUTSIDE)]:
            for text in browser.evaluate(expression) or []:
                faults.append(f"{what}: texts {kind}: {text}")
        if browser.evaluate(SMALLEST) < 8.5:
            faults.append(f"{what}: text of {browser.evaluate(SMALLEST):.1f} px")
        if browser.evaluate(NAMELESS):
            faults.append(f"{what}: {browser.evaluate(NAMELESS)} plots, tables or sections without a name")
        if browser.evaluate("document.querySelectorAll('script, img, iframe, link, object').length"):
            faults.append(f"{what}: holds an element that nobody put there")
        height = browser.evaluate("document.documentElement.scrollHeight")
        picture = browser.call("Page.captureScreenshot", captureBeyondViewport=True,
                               clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1})
        with open(f"{folder}/{name}-{width}-{scheme}{'-print' if media else ''}.png", "wb") as file:
            file.write(base64.b64decode(picture["data"]))
    return faults


def main():
    folder, pages = sys.argv[1], sys.argv[2:]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        faults = [fault for page in pages for fault in check(browser, os.path.abspath(page), folder)]
        browser.session = None
        browser.call("Browser.close")
        browser.process.wait(timeout=20)
    for fault in faults:
        print(fault)
    print(f"{len(pages)} pages, {len(faults)} faults; pictures in {folder}")
    sys.exit(1 if faults else 0)


main()
