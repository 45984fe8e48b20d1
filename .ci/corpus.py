"""What `infra` says of the corpus, against what cfn-lint says.

A finding of ours is at the place of one of cfn-lint's if it stands at the same
JSON pointer, at its parent or at its child. A mutant (one change to a good
template) counts as found when any of its rows is. Only errors of ours count.

Exit 0: every bar is met. 1: one is missed. 2: it did not run.
"""
import argparse
import collections
import csv
import json
import os
import re
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import yaml

FAMILIES = ("schema", "reference", "section", "format")


# Places: from a line and a column to a JSON pointer.


def long_name(tag):
    name = tag[1:]
    return name if name in ("Ref", "Condition") else "Fn::" + name


def spans(node, pointer, at, out):
    """All places below a node as (start, end, pointers), the outer before the inner."""
    end = (node.end_mark.line, node.end_mark.column)
    short = node.tag and re.fullmatch(r"![A-Za-z0-9]+", node.tag)
    inner = pointer + (long_name(node.tag),) if short else pointer
    pointers = [pointer] if inner == pointer else [pointer, inner]
    if short and inner[-1] == "Fn::GetAtt" and isinstance(node, yaml.ScalarNode):
        pointers += [inner + ("0",), inner + ("1",)]
    out.append((at, end, pointers))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            start = (key.start_mark.line, key.start_mark.column)
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            spans(value, inner + (name,), start, out)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            start = (value.start_mark.line, value.start_mark.column)
            spans(value, inner + (str(number),), start, out)


def places(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        text = f.read()
    try:
        root = yaml.compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        try:
            root = yaml.compose(text.replace("\t", " "), yaml.CSafeLoader)
        except yaml.YAMLError:
            return []
    out = []
    if root is not None:
        spans(root, (), (0, 0), out)
    return out


def pointers_at(found, line, column):
    best = [()]
    for start, end, pointers in found:
        if start <= (line, column) < end or start == (line, column):
            best = pointers
    return best


def near(ours, theirs):
    return any(p == theirs or p == theirs[:-1] or p[:-1] == theirs and p for p in ours)


# Runs.


def run(command):
    began = time.perf_counter()
    try:
        done = subprocess.run(command, capture_output=True, timeout=60)
        code, out, err = done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired:
        code, out, err = -1, b"", b"timeout"
    return code, out.decode(errors="replace"), err.decode(errors="replace"), time.perf_counter() - began


def check(infra, path):
    code, out, err, seconds = run([infra, "check", "--message-format", "json", path])
    found = []
    broken = None if code in (0, 1) else f"exit {code}: {err[-200:]}"
    table = None
    for line in out.splitlines():
        try:
            d = json.loads(line)
        except ValueError:
            broken = f"no JSON: {line[:100]}"
            continue
        if d["severity"] == "note":
            continue
        table = places(path) if table is None else table
        at = pointers_at(table, d["start"]["line"] - 1, d["start"]["column"] - 1)
        if d["code"] in ("name::cycle", "graph::cycle"):
            # One message for all resources of a circle, which are labelled.
            for label in d["labels"]:
                inside = pointers_at(table, label["start"]["line"] - 1, label["start"]["column"] - 1)
                at = at + [p[:2] for p in inside if p[:1] == ("Resources",)]
        found.append({"severity": d["severity"], "code": d["code"], "message": d["message"], "line": d["start"]["line"], "at": at})
    return found, broken, seconds


def imported(infra, path, out):
    target = os.path.join(out, os.path.basename(path).rsplit(".", 1)[0] + ".infra")
    code, stdout, stderr, seconds = run([infra, "import", path, "-o", target])
    source = ""
    if os.path.exists(target):
        with open(target, encoding="utf-8") as f:
            source = f.read()
    return {"exit": code, "out": stdout + stderr, "source": source, "seconds": seconds}


def rows_of(path):
    rows = collections.defaultdict(list)
    with open(path) as f:
        for line in f:
            row = json.loads(line)
            row["path"] = tuple(str(p) for p in row["path"] or ())
            rows[row["template"]].append(row)
    return rows


# AWS's own validator.

# Tables that change with time: runtimes of Lambda.
DATED = ("E2531", "E2533")


def validated(path):
    """Its errors by template, each as the pointer that it gives: without functions, `{}` for any index."""
    found = collections.defaultdict(list)
    with open(path) as f:
        for line in f:
            d = json.loads(line)
            if d["severity"] in ("ERROR", "FATAL") and d["rule"] not in DATED and d["entity"]:
                steps = tuple(d["path"].split(".")) if d["path"] else ()
                found[d["template"]].append((d["rule"], ("Resources", d["entity"]) + steps, d["line"], d["message"]))
    return found


def without_choices(pointer):
    out = []
    steps = iter(pointer)
    for step in steps:
        if step == "Fn::If":
            next(steps, None)
        else:
            out.append(step)
    return tuple(out)


def same(ours, theirs):
    return len(ours) == len(theirs) and all(a == b or b == "{}" for a, b in zip(ours, theirs))


def near_validated(ours, theirs):
    ours = [without_choices(p) for p in ours] + list(ours)
    return any(same(p, theirs) or same(p, theirs[:-1]) or p and same(p[:-1], theirs) for p in ours)


def code_lines(text, comment):
    lines = (line.strip() for line in text.splitlines())
    return sum(1 for line in lines if line and not line.startswith(comment))


def formatted_yaml(path):
    """The lines of a template as a formatter would write it: comments and blank lines apart."""
    with open(path, encoding="utf-8-sig") as f:
        text = f.read()
    if not path.endswith(".json"):
        return code_lines(text, "#")
    try:
        return code_lines(yaml.safe_dump(json.loads(text), width=100, sort_keys=False), "#")
    except ValueError:
        return code_lines(text, "#")


def main():
    o = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    o.add_argument("--templates", required=True, help="the folder with the unpacked templates")
    o.add_argument("--corpus", required=True)
    o.add_argument("--infra", required=True)
    o.add_argument("--json", help="write all findings and rows to this file")
    o.add_argument("--validator", help="what AWS's validator says of the wrong templates, a line an error")
    o.add_argument("--no-import", action="store_true", help="only check")
    o.add_argument("--keep", help="keep the imported sources in this folder")
    o.add_argument("--show", type=int, default=10, help="so many lines of each list")
    o = o.parse_args()

    files = {
        part: {f.rsplit(".", 1)[0]: os.path.join(o.templates, part, f) for f in sorted(os.listdir(os.path.join(o.templates, part)))}
        for part in ("open", "bad")
    }
    with open(os.path.join(o.corpus, "open", "INDEX.tsv")) as f:
        index = {row["id"]: row for row in csv.DictReader(f, delimiter="\t")}
    rows = rows_of(os.path.join(o.corpus, "bad", "bad.jsonl"))
    others = rows_of(os.path.join(o.corpus, "bad", "other.jsonl"))
    open_rows = rows_of(os.path.join(o.corpus, "open", "findings.jsonl"))

    everything = [(part, name, path) for part in files for name, path in files[part].items()]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda e: check(o.infra, e[2]), everything))
    checked = {part: {} for part in files}
    for (part, name, _), result in zip(everything, results):
        checked[part][name] = result
    missed = []
    report = {"false_alarms": [], "missed": [], "extra": [], "broken": [], "missed_validator": [], "codes": collections.Counter()}

    def listed(title, lines):
        print(f"\n{title}: {len(lines)}")
        for line in lines[: o.show]:
            print(f"  {line}")

    for part in files:
        for name, (_, broken, _) in checked[part].items():
            if broken:
                report["broken"].append(f"{name} {broken}")

    # Clean templates.
    clean = [name for name in files["open"] if index[name]["cfn_lint_errors"] == "0"]
    for name in clean:
        for d in checked["open"][name][0]:
            if d["severity"] == "error":
                report["false_alarms"].append({"template": name, **d})
    alarmed = {d["template"] for d in report["false_alarms"]}

    # Wrong templates.
    total, hit, warned = collections.Counter(), collections.Counter(), collections.Counter()
    for name, theirs in rows.items():
        ours = checked["bad"].get(name, ([], None, 0))[0]
        found = [any(d["severity"] == "error" and near(d["at"], r["path"]) for d in ours) for r in theirs]
        if theirs[0]["kind"] == "mutant" and any(found):
            found = [True] * len(found)
        for row, ok in zip(theirs, found):
            key = (row["family"], row["rule"])
            total[key] += 1
            hit[key] += ok
            at_place = {d["code"] for d in ours if d["severity"] == "error" and near(d["at"], row["path"])}
            report["codes"].update(f"{row['rule']} {code}" for code in at_place)
            if not ok:
                by_warning = [d["code"] for d in ours if near(d["at"], row["path"])]
                warned[key] += bool(by_warning)
                report["missed"].append({k: row[k] for k in ("template", "kind", "rule", "family", "pointer", "line", "message")} | {"warnings": by_warning})
    for part, tables in (("bad", (rows, others)), ("open", (open_rows,))):
        for name, (ours, _, _) in checked[part].items():
            if part == "open" and name in clean:
                continue
            theirs = [r for table in tables for r in table.get(name, [])]
            for d in ours:
                if d["severity"] == "error" and not any(near(d["at"], r["path"]) for r in theirs):
                    report["extra"].append({"template": name, **d})

    if o.validator:
        rules, seen = collections.Counter(), collections.Counter()
        for name, theirs in validated(o.validator).items():
            ours = [d for d in checked["bad"].get(name, ([], None, 0))[0] if d["severity"] == "error"]
            for rule, pointer, line, message in theirs:
                rules[rule] += 1
                ok = any(near_validated(d["at"], pointer) or d["line"] == line for d in ours)
                seen[rule] += ok
                if not ok:
                    report["missed_validator"].append({"template": name, "rule": rule, "pointer": "/".join(pointer), "line": line, "message": message})
        report["validator"] = [sum(seen.values()), sum(rules.values())]
        report["validator_rules"] = {rule: [seen[rule], rules[rule]] for rule in rules}

    times = sorted(seconds for part in checked.values() for _, _, seconds in part.values())
    found, of = sum(hit.values()), sum(total.values())
    print(f"check: {len(everything)} templates, median {statistics.median(times) * 1000:.1f} ms a process")
    print(f"clean templates: {len(clean)}, of which {len(alarmed)} have an error")
    print(f"\n{'rule':8} {'family':10} {'found':>6} {'of':>6}")
    for family in FAMILIES:
        keys = [key for key in total if key[0] == family]
        print(f"{'':8} {family:10} {sum(hit[k] for k in keys):6} {sum(total[k] for k in keys):6}  {100 * sum(hit[k] for k in keys) / max(1, sum(total[k] for k in keys)):.1f}%")
    for key in sorted(total, key=lambda key: hit[key] - total[key]):
        if hit[key] < total[key]:
            print(f"{key[1]:8} {key[0]:10} {hit[key]:6} {total[key]:6}" + (f"  ({warned[key]} as a warning)" if warned[key] else ""))
    print(f"all: {found} of {of}, {100 * found / max(1, of):.2f}%")

    if o.validator:
        ours, theirs = report["validator"]
        short = [f"{rule} {a} of {b}" for rule, (a, b) in report["validator_rules"].items() if a < b]
        print(f"of AWS's validator: {ours} of {theirs}, {100 * ours / max(1, theirs):.2f}%" + (f" ({', '.join(short)})" if short else ""))
        if ours < 0.95 * theirs:
            missed.append("fewer than 95 of 100 errors of AWS's validator were found")

    listed("errors on clean templates", [f"{d['template']} {d['code']} line {d['line']}: {d['message']}" for d in report["false_alarms"]])
    codes = collections.Counter(d["code"] for d in report["extra"])
    listed("errors of ours where cfn-lint has none, by code", [f"{n:5} {code}" for code, n in codes.most_common()])
    listed("broken runs", report["broken"])
    if found < 0.95 * of:
        missed.append("fewer than 95 of 100 errors were found")
    if alarmed:
        missed.append("errors on clean templates")
    if report["broken"]:
        missed.append("runs that broke")

    if not o.no_import:
        out = o.keep or os.path.join(o.templates, "imported")
        os.makedirs(out, exist_ok=True)
        with ThreadPoolExecutor(2) as pool:
            results = dict(zip(files["open"], pool.map(lambda path: imported(o.infra, path, out), files["open"].values())))
        unequal = [name for name, r in results.items() if r["exit"] != 0]
        macro = lambda name: index[name]["transform"] not in ("-", "")
        with_raw = [name for name, r in results.items() if re.search(r"\braw\(", r["source"]) and not macro(name)]
        plain = [name for name in results if not macro(name)]
        ratios = [code_lines(r["source"], "//") / max(1, formatted_yaml(files["open"][name])) for name, r in results.items() if r["source"]]
        print(f"\nimport: {len(results)} templates, {len(results) - len(unequal)} equal")
        print(f"`raw` in {len(with_raw)} of {len(plain)} without a macro, {100 * len(with_raw) / max(1, len(plain)):.1f}%")
        print(f"lines, of 100 of the template: median {100 * statistics.median(ratios) if ratios else 0:.0f}")
        listed("not equal", [f"{name}: {results[name]['out'][-150:]!r}" for name in unequal])
        listed("with `raw`", with_raw)
        report["unequal"], report["raw"] = unequal, with_raw
        if len(unequal) > len(results) / 100:
            missed.append("more than 1 in 100 templates are not equal")
        if len(with_raw) > 0.03 * len(plain):
            missed.append("`raw` in more than 3 in 100 templates")
        if ratios and statistics.median(ratios) > 0.7:
            missed.append("more than 70 of 100 lines")

    if o.json:
        with open(o.json, "w") as f:
            json.dump(report, f, indent=1)
    for bar in missed:
        print(f"missed: {bar}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
