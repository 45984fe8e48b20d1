"""The tests of the grammar, on the parser that is checked in: the corpus, every program of the repository, and what the
queries find. In: the repository, and the binary `infra` (`INFRA`), which says what it can read. Needs a C compiler and
the package `tree-sitter`."""

import ctypes
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tree_sitter import Language, Parser, Query, QueryCursor

HERE = Path(__file__).resolve().parent.parent
ROOT = HERE.parent.parent
INFRA = os.environ.get("INFRA") or ROOT / "target/debug/infra"

FILES = ["examples/**/*.infra", "stdlib/std/*.infra", "tests/**/*.infra", "tests/format/*.out"]
# What stands below these has no mistake.
RIGHT = ("examples/", "stdlib/", "tests/programs/", "tests/std/", "docs/")
PAGES = ["*.md", "docs/*.md", "src/diag/pages/*.md"]


def all_programs():
    """Every program of the repository with where it is: files, and the blocks of the documentation."""
    for path in (path for pattern in FILES for path in sorted(ROOT.glob(pattern))):
        yield f"{path.relative_to(ROOT)}", 1, path.read_bytes()
    for path in (path for pattern in PAGES for path in sorted(ROOT.glob(pattern))):
        text = path.read_text()
        for block in re.finditer(r"^```infra[^\n]*\n([\s\S]*?)^```", text, re.M):
            yield f"{path.relative_to(ROOT)}", text.count("\n", 0, block.start(1)) + 1, block[1].encode()


PROGRAMS = list(all_programs())

failures = []


def fail(text):
    failures.append(text)
    print(f"FAILED {text}")


def load():
    """The checked-in parser, compiled."""
    library = Path(tempfile.mkdtemp()) / "infra.so"
    source = HERE / "src"
    command = [os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-I", source]
    # What tree-sitter generates is not held to our warnings.
    subprocess.run([*command, "-c", source / "scanner.c", "-o", f"{library}.scanner.o"], check=True)
    subprocess.run([*command[:4], "-I", source, source / "parser.c", f"{library}.scanner.o", "-o", library], check=True)
    make = ctypes.CDLL(str(library)).tree_sitter_infra
    make.restype = ctypes.c_void_p
    capsule = ctypes.pythonapi.PyCapsule_New
    capsule.restype = ctypes.py_object
    capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    return Language(capsule(make(), b"tree_sitter.Language", None))


def errors(node):
    """The places that are not as the grammar has them."""
    if not node.has_error:
        return []
    here = [node] if node.is_error or node.is_missing else []
    return here + [error for child in node.children for error in errors(child)]


def is_generated_from_the_grammar():
    """`npm run generate` writes down what it read."""
    found = hashlib.sha256((HERE / "grammar.js").read_bytes()).hexdigest()
    if (HERE / "src/grammar.sha256").read_text().split()[0] != found:
        fail("src/parser.c was generated from another grammar.js: run `npm run generate`")


def corpus(parser):
    """Texts with their trees, in the form that `tree-sitter test` reads."""
    seen = set()
    count = 0
    for path in sorted((HERE / "test/corpus").glob("*.txt")):
        cases = re.findall(r"^=+\n(.*)\n=+\n\n([\s\S]*?)\n-{10,}\n\n([\s\S]*?)(?=\n*\Z|\n\n=====)", path.read_text(), re.M)
        for title, text, expected in cases:
            tree = parser.parse(text.encode())
            found = str(tree.root_node)
            count += 1
            if "".join(expected.split()) != "".join(found.split()):
                fail(f"corpus {path.stem}: {title}\n  expected {' '.join(expected.split())}\n  found    {found}")
            seen |= set(re.findall(r"\((\w+)", found))
    types = json.loads((HERE / "src/node-types.json").read_text())
    named = {kind["type"] for kind in types if kind["named"] and "subtypes" not in kind}
    if missing := named - seen:
        fail(f"corpus: no case has {', '.join(sorted(missing))}")
    print(f"corpus: {count} cases, {len(seen)} kinds of nodes")


def is_readable(text):
    """Whether the compiler can read a program."""
    done = subprocess.run([INFRA, "fmt", "-"], input=text, capture_output=True)
    return b"syntax::" not in done.stderr


def programs(parser):
    broken = 0
    for name, line, text in PROGRAMS:
        found = errors(parser.parse(text).root_node)
        if not found:
            continue
        if name.startswith(RIGHT) or is_readable(text):
            fail(f"{name}:{line + found[0].start_point[0]}: has no tree, and the compiler reads it")
        broken += 1
    if sum(name.startswith(RIGHT) for name, _, _ in PROGRAMS) < 150 or len(PROGRAMS) < 800:
        fail(f"only {len(PROGRAMS)} programs: are these all?")
    print(f"programs: {len(PROGRAMS)}, of which {broken} have mistakes that the compiler reports too")


def mutations(parser):
    """What the compiler reads has a tree, also where someone has broken a line in two, joined two or left out a word."""
    chance = random.Random(7)
    texts = []
    for name, _, text in PROGRAMS:
        if name.startswith(("tests/format", "examples")):
            parts = [part.span() for part in re.finditer(r"\w+|\s+|[^\w\s]+", text.decode())]
            texts.append((name, text.decode(), parts))
    count = 900
    for number in range(count):
        name, text, parts = chance.choice(texts)
        start, end = chance.choice(parts)
        kind = ["broken line", "left out", "joined lines"][number % 3]
        if kind == "joined lines":
            start, end = chance.choice([(at, to) for at, to in parts if "\n" in text[at:to]])
        middle = {"broken line": f"\n{text[start:end]}", "left out": "", "joined lines": " "}[kind]
        changed = f"{text[:start]}{middle}{text[end:]}".encode()
        if errors(parser.parse(changed).root_node) and is_readable(changed):
            fail(f"{name}: {kind} at {text[start - 40:end + 40]!r}: has no tree, and the compiler reads it")
    print(f"mutations: {count}")


def recovery(parser):
    """Without any one of its lines, most of a program keeps its declarations."""
    kept = wanted = 0
    for path in sorted(ROOT.glob("examples/*/main.infra")):
        lines = path.read_bytes().splitlines(keepends=True)
        whole = len(parser.parse(b"".join(lines)).root_node.children)
        for index in range(len(lines)):
            root = parser.parse(b"".join(lines[:index] + lines[index + 1 :])).root_node
            kept += min(sum(not child.is_error for child in root.children), whole)
            wanted += whole
    share = kept / wanted
    print(f"recovery: {share:.1%} of what stands at the top is still there without one line")
    if share < 0.95:
        fail("recovery: a broken line costs too much of the file")


def queries(language, parser):
    """Each pattern finds something in some program: a pattern for what never comes is a mistake."""
    own = (HERE / "test/queries.infra").read_bytes()
    trees = [parser.parse(text) for text in [*(text for _, _, text in PROGRAMS), own]]
    for path in [*sorted((HERE / "queries").glob("*.scm")), ROOT / "editors/zed/languages/infra/indents.scm"]:
        query = Query(language, path.read_text())
        met = set()
        for tree in trees:
            met |= {pattern for pattern, _ in QueryCursor(query).matches(tree.root_node)}
        for pattern in set(range(query.pattern_count)) - met:
            text = path.read_bytes()[query.start_byte_for_pattern(pattern) : query.end_byte_for_pattern(pattern)]
            fail(f"{path.name}: never found: {text.decode().strip()}")
        print(f"{path.name}: {query.pattern_count} patterns")


def highlights(language, parser):
    """Lines with their captures under them: `// ^ keyword`."""
    query = Query(language, (HERE / "queries/highlights.scm").read_text())
    checked = 0
    for path in sorted((HERE / "test/highlight").glob("*.infra")):
        text = path.read_text()
        found = {}
        for pattern, captures in sorted(QueryCursor(query).matches(parser.parse(text.encode()).root_node), key=lambda m: m[0]):
            for name, nodes in captures.items():
                for node in nodes:
                    found[node.start_point, node.end_point] = name
        line = 0
        for number, row in enumerate(text.splitlines()):
            asserted = re.match(r"^( *//[ ]*)(\^|<-) ?([\w.]+)$", row)
            if not asserted:
                line = number
                continue
            column = asserted.start(2) if asserted[2] == "^" else row.index("/")
            here = [(end, name) for (start, end), name in found.items() if start <= (line, column) < end]
            # The smallest one that holds the place is what is seen.
            spans = [(start, end) for (start, end) in found if start <= (line, column) < end]
            smallest = min(spans, key=lambda span: (span[1][0] - span[0][0], span[1][1] - span[0][1]), default=None)
            name = found.get(smallest)
            checked += 1
            if name != asserted[3]:
                fail(f"{path.name}:{number + 1}: expected {asserted[3]}, found {name} ({here})")
    if checked < 40:
        fail(f"highlights: only {checked} places are asserted")
    print(f"highlights: {checked} places")


def main():
    language = load()
    parser = Parser(language)
    is_generated_from_the_grammar()
    corpus(parser)
    programs(parser)
    mutations(parser)
    recovery(parser)
    queries(language, parser)
    highlights(language, parser)
    if failures:
        sys.exit(f"{len(failures)} failures")


main()
