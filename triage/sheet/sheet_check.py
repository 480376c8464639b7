#!/usr/bin/env python3
"""Is this page well-formed, and does it stand alone? sheet_check.py FILE: a sentence for each fault, exit code 1."""
import base64
import hashlib
import html.parser
import re
import sys

EMPTY = {"meta", "br", "hr", "col"}
# What would fetch or run something.
FORBIDDEN_TAGS = {"script", "link", "img", "iframe", "object", "embed", "base", "form", "video", "audio", "source",
                  "use", "image", "foreignobject"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.ids, self.links, self.policy = [], [], [], [], None

    def fault(self, what):
        self.faults.append(f"line {self.getpos()[0]}: {what}")

    def handle_starttag(self, tag, attributes):
        if tag in FORBIDDEN_TAGS:
            self.fault(f"<{tag}> is not for a page that stands alone")
        names = [name for name, _ in attributes]
        if len(names) != len(set(names)):
            self.fault(f"<{tag}> has an attribute twice")
        for name, value in attributes:
            if name.startswith("on") or name in ("style", "src", "srcset", "action", "formaction"):
                self.fault(f"<{tag} {name}>")
            if name in ("href", "xlink:href"):
                if not (value or "").startswith("#"):
                    self.fault(f"a link out of the page: {value}")
                self.links.append((value or "#")[1:])
            if name == "id":
                self.ids.append(value)
        values = dict(attributes)
        if tag == "meta" and values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.fault(f"</{tag}> closes {self.open[-1] if self.open else 'nothing'}")
        if self.open:
            self.open.pop()


def check(text):
    page = Page()
    page.feed(text)
    page.close()
    faults = page.faults + [f"<{tag}> is never closed" for tag in page.open]
    faults += [f"the id {one} is there twice" for one in sorted({i for i in page.ids if page.ids.count(i) > 1})]
    faults += [f"the link #{one} leads nowhere" for one in sorted(set(page.links) - set(page.ids))]
    style = re.search(r"<style>(.*?)</style>", text, re.S)
    if style is None:
        return faults + ["no stylesheet"]
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    wanted = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    if page.policy != wanted:
        faults.append(f"the policy is {page.policy!r}, not {wanted!r}")
    if re.search(r"url\(|@import|expression\(", style.group(1)):
        faults.append("the stylesheet fetches something")
    return faults


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as source:
        found = check(source.read())
    print("\n".join(found))
    sys.exit(1 if found else 0)
