"""The command line: the very use cases of the window, in Spanish for people and, with `--json`, for programs.

What belongs here: arguments, prompts, what is printed. What never enters: a rule, a query, a widget. The entry is
`facilitador.cli:main`. Starting it imports no window; books and papers are imported by the verb that needs them.

With `--json` every call prints exactly one JSON document, on standard output, refusals included:

    new               {"book", "person": {"id", "name", "role"}, "recovery_code"}
    person add        {"person": {"id", "name", "role"}} and, with `--generated`, "temporary_passphrase"
    person passphrase {"person": {"id", "name", "role"}}
    person role       {"person": {"id", "name", "role"}}
    person remove     {"person": …, "copy_before": path of the backup made before, "recovery_code"}
    person list       {"people": [{"id", "name", "role", "active", "last_opened"}], "reviewed_on", "review_due",
                      "recovery_keeper"}
    person recovery-code {"recovery_code"}
    info              {"book", "service", "demo", "person", "version", "size", "people_with_keys", "counts", "warnings"}
    check             {"book", "full", "whole", "damaged_pages", "structure_faults", "dangling_rows"}
    backup            {"backup", "made": false if nothing changed, "second": path or null, "second_place",
                      "second_copied_at", "warnings": [message…]}
    restore           {"book", "copy", "until", "kept": path or null, "contents"}; without `--from` {"book", "copies":
                      [{"copy", "until", "size", "own_passphrase", "contents" or null, "refusal": message or null}]}
                      contents: {"version", "groups", "men", "last_session"}
    salvage           {"book", "rows", "whole", "tables": [{"table", "rows", "lost" or null, "let_go", "loosened"}]}
    commands          JSON Schema (2020-12) of one line of `apply`, with or without `--json`
    apply             {"commands", "dry_run", "ids": one per command, "refs": {name: id}, "notices": [message…]}
    show              {"<view>": …}; `views.py` says the shape of each
    import-roster     {"import": id or null, "dry_run", "sheet", …preview}; a refusal of its rows has it in "parameters"
                      preview: {"group", "source", "heading_row", "columns": [{"heading", "target"}], "counts",
                      "read_until", "rows": [{"row", "status", "placing", "existing", "matches", "answers", "notes"}]}
    import-directory  {"added", "dry_run", "ignored", "rows": [{"row", "state", "name", "kind", "alike", "problems"}]};
                      a refusal of its rows has them in "parameters"
    print             {"document", "file", "pages"}
    export            {"what", "file"}
    a refusal         {"error", "message", "parameters"} and, where it has one, "field", "problems", "position", "line"

A message is {"code", "message", "parameters"}; a problem {"field", "code", "message"}; `position` counts commands from
0, `line` lines from 1; days are `yyyy-mm-dd`, instants UTC. Exit codes: 0 done, 1 refused, 2 usage, 3 the book cannot
be opened, 70 something nobody foresaw, 130 interrupted.
"""

from __future__ import annotations

from facilitador.cli.program import main

__all__ = ["main"]
