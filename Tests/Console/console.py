#!/usr/bin/python3
"""Looks at the console with headless Chromium: console.py URL LINK TOKEN AXE FOLDER

Signs in with LINK (a one-time link), opens every page at desk and phone width, in both languages, light and dark, and
keeps a picture of each in FOLDER. It fails where a page logs anything, asks another host, is wider than the window, runs
a script that a document brought, or has a serious fault by axe (the script at AXE).
"""
import base64
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Page"))
from browser import Browser  # noqa: E402

AXE = """(async () => {
  const found = await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']});
  return found.violations.filter(one => ['serious', 'critical'].includes(one.impact)).map(one =>
    one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html.slice(0, 160) + ' ' + (node.failureSummary || '').slice(0, 200)).join(' ; '));
})()"""


def submit(browser, selector):
    browser.events = []
    browser.evaluate(f"document.querySelector({selector!r}).click()")
    browser.wait("Page.loadEventFired")


def main():
    base, link, token, axe, folder = sys.argv[1:]
    source = open(axe, encoding="utf-8").read()
    faults, pages = [], 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile, "--ignore-certificate-errors")

        def asynchronous(expression):
            answer = browser.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
            return answer["result"].get("value", answer)

        def look(path, name, width, scheme):
            nonlocal pages
            pages += 1
            what = f"{path} at {width} px, {scheme}"
            browser.open(base + path, width, 900, scheme)
            time.sleep(0.1)
            for event in browser.events:
                kind, parameters = event.get("method"), event.get("params", {})
                if kind == "Network.requestWillBeSent" and not parameters["request"]["url"].startswith((base + "/", "data:")):
                    faults.append(f"{what}: asks for {parameters['request']['url'][:200]}")
                if kind in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Page.javascriptDialogOpening"):
                    faults.append(f"{what}: {kind} {str(parameters)[:300]}")
                if kind == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
                    faults.append(f"{what}: {parameters['entry']['text'][:300]} {parameters['entry'].get('url', '')}")
            if browser.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"{what}: is {browser.evaluate('document.documentElement.scrollWidth')} px wide")
            browser.evaluate(source)
            found = asynchronous(AXE)
            faults.extend(f"{what}: {fault}" for fault in found)
            height = min(6000, browser.evaluate("document.documentElement.scrollHeight"))
            picture = browser.call("Page.captureScreenshot", captureBeyondViewport=True,
                                   clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1})
            with open(f"{folder}/{name}-{width}-{scheme}.png", "wb") as file:
                file.write(base64.b64decode(picture["data"]))

        # The page reads the clipboard of nobody, and axe is put in from outside: the policy stays as it is.
        browser.call("Page.setBypassCSP", enabled=False)
        look("/console", "sign-in", 390, "light")
        faults[:] = [fault for fault in faults if "401" not in fault]
        browser.open(link, 1280, 900, "light")
        submit(browser, "main form button")
        if browser.evaluate("location.pathname") != "/console" or not browser.evaluate("!!document.querySelector('.account')"):
            sys.exit("not signed in: " + str(browser.evaluate("document.body.innerText")))
        browser.open(base + "/console/documents", 1280, 900, "light")
        document = browser.evaluate("document.querySelector('td a[href*=\"/console/documents/\"]').getAttribute('href')")
        paths = [("/console", "overview"), ("/console/documents", "documents"), ("/console/documents?q=ke+hoach+from:H10.02", "found"),
                 ("/console/documents?q=nothing:here", "malformed"), ("/console/dead-letters", "dead-letters"), ("/console/audit", "audit"), (document, "document"),
                 ("/console/agencies", "agencies"), ("/console/agencies?tier=commune", "communes"),
                 ("/console/agencies?at=H10.31", "branch"),
                 ("/console/agencies/H10.13", "agency"), ("/console/routes?from=H10.02&to=G22,H10.13,nowhere", "routes"),
                 ("/console/ratio?by=type", "ratio"), ("/console/service-levels", "service-levels"),
                 ("/console/service-levels?by=agency", "service-levels-agencies"), ("/console/systems", "systems"), ("/console/webhooks", "webhooks"),
                 ("/console/operations", "operations")]
        paths += [(f"{document}/xml", "text"), (f"{document}/receipt", "receipt"), (f"{document}?to=G01", "one-receiver"),
                  ("/console/ratio?by=day", "days"), ("/console/ratio?by=agency&order=missing", "ratio-agencies"),
                  ("/console/paper", "paper"), ("/console/systems/qlvb.example", "system"), ("/console/refusals", "refusals")]
        for language in ("vi", "en"):
            browser.open(base + "/console", 1280, 900, "light")
            if browser.evaluate("document.documentElement.lang") != language:
                submit(browser, "form[action='/console/language'] button")
            if browser.evaluate("document.documentElement.lang") != language:
                faults.append(f"the language did not become {language}")
            for path, name in paths:
                look(path, f"{name}-{language}", 1280, "light")
                look(path, f"{name}-{language}", 360, "dark" if language == "en" else "light")
        # The tree opens branch by branch, a figure leads to its documents, and both files are there.
        browser.open(base + "/console/agencies", 1280, 900, "light")
        submit(browser, "a.branch[href$='?at=H10']")
        submit(browser, "a.branch[href$='?at=H10.31']")
        if "H10.31.20" not in browser.evaluate("document.querySelector('main table').innerText"):
            faults.append("the branch of H10.31 does not open")
        submit(browser, "a.branch[href$='?at=H10']")
        if "H10.31.20" in browser.evaluate("document.querySelector('main table').innerText"):
            faults.append("the branch of H10.31 does not close")
        browser.open(base + "/console/service-levels?by=agency", 1280, 900, "light")
        number = int(browser.evaluate("document.querySelector('td a[href*=\"q=from%3AH10.02\"]').textContent.replace(/\\D/g, '')"))
        submit(browser, "td a[href*='q=from%3AH10.02']")
        shown = browser.evaluate("document.querySelectorAll('main tbody tr').length")
        if shown == 0 or number < 50 and shown != number:
            faults.append("the documents behind a figure are others")
        browser.open(base + "/console/service-levels?by=agency", 1280, 900, "light")
        for form, start in (("levels.csv", "key,name,urgency"), ("format=json", '[{"request":')):
            text = asynchronous(f"fetch(document.querySelector('main a[href*=\"{form}\"]').href).then(one => one.text())")
            if not str(text).startswith(start):
                faults.append(f"the file is no {form}: {str(text)[:80]}")
        # What an admin asks most, in three clicks at most from the first page: where is a document, why has an agency not
        # got it, which certificate expires, what is the ratio and why.
        def clicks(question, answer, *steps):
            browser.open(base + "/console", 1280, 900, "light")
            for fill, selector in steps:
                if fill:
                    browser.evaluate(f"document.querySelector({fill[0]!r}).value = {fill[1]!r}")
                if browser.evaluate(f"document.querySelector({selector!r})?.getAttribute('href')?.startsWith('#')"):
                    browser.evaluate(f"document.querySelector({selector!r}).click()")
                else:
                    submit(browser, selector)
            if len(steps) > 3 or not browser.evaluate(f"!!({answer})"):
                faults.append(f"{question}: not answered in three clicks, but {browser.evaluate('document.body.innerText')[:300]}")

        found = "td a[href*='/console/documents/']"
        clicks("where is it", "document.querySelector('main').innerText.includes('H10.31')",
               (None, "nav a[href='/console/documents']"), (("main input[name=q]", "Báo cáo tháng"), "main form.search button"), (None, found))
        browser.evaluate("document.querySelector('main input[name=to]').value = 'G01'")
        submit(browser, "main form.search button")
        if not browser.evaluate("document.querySelector('.stages').innerText.includes('G01')"):
            faults.append("the page does not say why an agency has not got it")
        clicks("which certificate expires", "location.hash === '#alerts' && document.querySelector('#alerts')",
               (None, "main dt a[href='#alerts']"))
        clicks("what is the ratio and why", "document.querySelectorAll('main tbody tr').length",
               (None, "nav a[href='/console/ratio']"), (("select[name=by]", "agency"), "main form.search button"),
               (None, "main td a[href*='/console/documents?q=']"))
        # What an admin does by a form: a hub is stopped, seen, and started again.
        browser.open(base + "/console/operations", 1280, 900, "light")
        browser.evaluate("document.querySelector('input[name=hub][required]').value = 'H10'")
        submit(browser, "form[action='/console/do/stop-hub'] button")
        if "H10" not in browser.evaluate("document.querySelector('main table').innerText"):
            faults.append("the stopped hub is not shown")
        submit(browser, "form[action='/console/do/start-hub'] button")
        submit(browser, "form[action='/console/sign-out'] button")
        if not browser.evaluate("!!document.querySelector('#token')"):
            faults.append("signing out does not lead to the sign-in page")
        browser.open(link, 1280, 900, "light")
        submit(browser, "main form button")
        if browser.evaluate("!!document.querySelector('.account')"):
            faults.append("the link worked twice")
        # An auditor's token: everything is seen, nothing can be changed.
        browser.open(base + "/console", 1280, 900, "light")
        browser.evaluate(f"document.querySelector('#token').value = {token!r}")
        submit(browser, "main form button")
        browser.open(base + "/console/operations", 1280, 900, "light")
        if browser.evaluate("!!document.querySelector('form[action^=\"/console/do/\"]')"):
            faults.append("an auditor is offered a change")
        browser.session = None
        browser.call("Browser.close")
        browser.process.wait(timeout=20)
    for fault in faults:
        print(fault)
    print(f"{pages} pages, {len(faults)} faults; pictures in {folder}")
    sys.exit(1 if faults else 0)


main()
