"""An independent reading of a written file into nested sections, nothing of the program."""

from decimal import Decimal


class Section:
    """A section: fields in their order, and the sections inside."""

    def __init__(self, name):
        self.name = name
        self.fields = []
        self.inner = []

    def __getitem__(self, name):
        return next(value for field, value in self.fields if field == name)

    def __contains__(self, name):
        return any(field == name for field, _ in self.fields)

    def all(self, name):
        return [section for section in self.inner if section.name == name]

    def amount(self, name):
        return Decimal(self[name])


def tree(data):
    """The file as one section around all others."""
    stack = [Section("")]
    text = data.decode("cp1250")
    assert text.endswith("}\r\n")
    for line in text.split("\r\n"):
        bare = line.lstrip("\t")
        if bare == "}":
            stack.pop()
        elif bare.endswith("{") and "=" not in bare:
            section = Section(bare[:-1])
            stack[-1].inner.append(section)
            stack.append(section)
        elif bare:
            name, sign, value = bare.partition(" =")
            assert sign, line
            stack[-1].fields.append((name, value))
    assert len(stack) == 1
    return stack[0]


def documents(data):
    return tree(data).all("Dokument")


def cards(data):
    return tree(data).all("Kontrahent")


def written(target, batch, options):
    """The single file of a conversion, its bytes together."""
    (file,) = list(target.write(batch, options))
    return b"".join(file.chunks)
