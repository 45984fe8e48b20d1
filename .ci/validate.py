"""Prints what AWS's own validator says of templates by their schemas: a line an error, as JSON."""
import json
import os
import sys

import cloudformation_validate

engine = cloudformation_validate.SchemaValidator()
for path in sys.argv[1:]:
    try:
        report = engine.validate(path)
    except Exception as error:  # it reads less YAML than CloudFormation does
        print(f"{os.path.basename(path)}: not read: {error}", file=sys.stderr)
        continue
    for d in getattr(report, "diagnostics", report):
        entity = getattr(d.entity, "logical_id", None) or ""
        row = {"template": os.path.basename(path).rsplit(".", 1)[0], "severity": d.severity.name, "rule": d.rule_id, "entity": entity, "path": d.property_path and str(d.property_path), "line": d.start_line, "message": d.message}
        print(json.dumps(row))
