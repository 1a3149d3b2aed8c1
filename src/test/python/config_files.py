"""Writes what Python's ConfigObj reads from configuration files, for the tests.

Run by hand when a case is added, where DVC is installed: `python src/test/python/config_files.py`.
Each line of the output is a JSON object: a `text`, and the `sections` that ConfigObj reads from it,
with the keys before the first section in the section "". Where it refuses the text there are none.
"""

import io
import json
import random
from pathlib import Path

from configobj import ConfigObj, ConfigObjError  # type: ignore[import-untyped, unused-ignore]

OUTPUT = Path(__file__).parent.parent / "resources" / "config" / "configobj.jsonl"
GENERATED = 300

VALUES = [
    *("", "x", " x ", "two words", "a=b", "[x]", "é", "\\n", "$x", "p;ss", ":", "s3://b/p?x=1&y"),
    *(
        "p#ss",
        "x # c",
        "#c",
        "'p#ss'",
        '"p#ss"#c',
        "'x' #c",
        "'x' c",
        "'it's'",
        "it's",
        '5"',
        '"5""',
    ),
    *(
        "'x",
        'x"',
        "''",
        '""',
        "'",
        '"',
        "' x '",
        '"\'"',
        "x\t",
        "x\xa0",
        "x\x0by",
        "x\x1dy",
        "x\u2028",
    ),
    *(
        "reflink,copy",
        "a, b,",
        "a,",
        ",",
        ", ",
        ",,",
        "a,,b",
        ",a",
        "a , b # c",
        "a#b,c",
        "a,b#c,d",
    ),
    *(
        "'a,b'",
        "'a,b',c",
        "'a',\"b\"",
        "'a' b, c",
        "a, 'b",
        "a, 'x, b",
        "a,'b",
        "a,#b",
        "a, #b",
        "a, , b",
    ),
    *(
        '"a" # x", b',
        '"a",\'x", c"',
        '"a",\'b"',
        '"a"b"',
        '"a" x", c',
        '"a",, b", c',
        "a, ', b",
        "'a' , b",
    ),
    *(
        "'''x'''",
        '"""x"""',
        "'''it's'''",
        "'''x''' # c",
        "'''x''' c",
        "'''x",
        "''''x''''",
        "''''''",
    ),
    *(
        "'''a'b\"c'''",
        "'''x'''y'''",
        "'''x'y",
        "%",
        "%%",
        "%2F",
        "100%",
        "%s",
        "%(",
        "%()s",
        "%(x",
        "%(x)d",
    ),
]
FILES = [
    *(
        "",
        "\n\n",
        "# c\n  # c",
        "k = v",
        "[core]\nremote = a\n",
        "[core]\r\nremote = a\r\n",
        "[a]\rk = v",
    ),
    *(
        "['remote \"x\"']\nurl = y",
        '[remote "x"]\nurl = y',
        "[\"remote 'x'\"]\nurl = y",
        '["a"b]\nk = v',
    ),
    *(
        "[ a ] # c\nk=v",
        "[a]]\nk=v",
        "[a]b]\nk=v",
        "[a",
        "a]",
        "[]",
        "[ ]",
        "[a] b",
        "[]]",
        "['']",
        "[a#b]",
    ),
    *(
        "[A]\nK = 1\n[B]\nk = 2",
        "[a]\nK = 1\nk = 2",
        "[a]\nk=1\n[A]\nj=2",
        "[a]\nk=1\nk=2",
        "[a]\n[b]\n[a]",
    ),
    *(
        "core = 1\n[core]",
        "k : v",
        "k v",
        "; c",
        "k = 1 ; c",
        "= v",
        " = v",
        "'k = v",
        "'k' = v",
        "'a=b'=v",
    ),
    *(
        "  'k' x = v",
        '"k"="v"',
        "k==v",
        "k = '''a\n b'c\n#d''' # e\nj = 1",
        "k = '''a\nb",
        "k = '''a\nb''' c",
    ),
    *(
        "k = '''a\n'''b'''",
        "a = x\nb = %(a)s/%(a)s",
        "b = %(a)s\na = x",
        "a = %(a)s",
        "a = %(b)s\nb = %(a)s",
    ),
    *(
        "a = %(b)s",
        "a = 'x,y'\nb = %(a)s",
        "a = x,y\nb = %(a)s",
        "a = x\nb = %(a)s,%(a)s",
        "A = x\nb = %(a)s",
    ),
    *(
        "a = x\n[s]\nb = %(a)s",
        "[DEFAULT]\na = x\n[s]\nb = %(a)s",
        "[default]\na = x\n[s]\nb = %(a)s",
    ),
    *(
        "[t]\na = x\n[s]\nb = %(a)s",
        "a = 1\nb = %(a)s\n[s]\na = 2\nc = %(b)s",
        "a = 1\n[DEFAULT]\na = 2\nb=%(a)s",
    ),
    *(
        "a = %%(b)s\nb = x",
        "a = %(b)s\nb = %(\nc = y)s",
        "a = %(b)s(c)s\nb = %\nc = x",
        "a = '''%(b\nc)s'''",
    ),
]
PIECES = [
    *"ab\"'\"',,# =%[]\t",
    "'''",
    '"""',
    "%(a)s",
    "%(b)s",
    '",',
    "',",
    " # ",
    "\xa0",
    "\x0b",
    "\x85",
]
STARTS = ["a = ", "b=", "Url = ", "'q' = ", "url= ", " k =", "[", "[ '", "", "#"]


def generated(seed: int) -> str:
    """Make up a text that is nearly a configuration file, without nested sections."""
    choice = random.Random(seed)
    lines = ["[core]"] if choice.random() < 0.3 else []
    for _ in range(choice.randint(1, 4)):
        rest = "".join(choice.choices(PIECES, k=choice.randint(0, 7)))
        start = choice.choice(STARTS)
        lines.append(start + rest + ("]" if start.startswith("[") else ""))
    return choice.choice(["\n", "\n", "\r\n"]).join(lines)


def case(text: str) -> dict[str, object]:
    """Read a text as DVC does, which has names in lower case."""
    try:
        read = ConfigObj(io.StringIO(text, newline=None)).dict()
    except (ConfigObjError, TypeError, AttributeError):
        return {"text": text}
    sections: dict[str, dict[str, object]] = {"": {}}
    for name, value in read.items():
        if isinstance(value, dict):
            sections[name.lower()] = {key.lower(): inner for key, inner in value.items()}
        else:
            sections[""][name.lower()] = value
    return {"text": text, "sections": sections}


def main() -> None:
    """Write all cases; none has sections in sections, which DVC does not know."""
    texts = [f"[core]\nkey = {value}\nnext = y" for value in VALUES] + FILES
    seed = 0
    while len(texts) < len(VALUES) + len(FILES) + GENERATED:
        text = generated(seed)
        seed += 1
        # Most made-up texts are refused; every fourth of those will do.
        if "[[" not in text.replace(" ", "") and ("sections" in case(text) or seed % 4 == 0):
            texts.append(text)
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text("".join(json.dumps(case(text)) + "\n" for text in texts), encoding="utf-8")


if __name__ == "__main__":
    main()
