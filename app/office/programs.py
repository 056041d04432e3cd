"""The bookkeeping programs that can be written for, as settings pages and ``targets`` show them."""

from dataclasses import dataclass

from app.booking.questions import Question
from app.office.answers import all_questions
from app.targets.options import OptionField, describe
from app.targets.registry import TARGETS

__all__ = ["OptionField", "Program", "Question", "general_questions", "programs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One target: `title` names programs and versions, `import_steps` says where to import its file, `unproven` what was never tried there."""

    id: str
    title: str
    suffix: str
    options: tuple[OptionField, ...]
    questions: tuple[Question, ...]
    import_steps: str
    unproven: str


def programs() -> tuple[Program, ...]:
    """All targets, in the order in which they are offered."""
    return tuple(
        Program(
            id=target.id,
            title=target.title,
            suffix=target.suffix,
            options=describe(target.options),
            questions=target.questions,
            import_steps=target.import_steps,
            unproven=target.unproven,
        )
        for target in TARGETS
    )


def general_questions() -> tuple[Question, ...]:
    """Questions that do not depend on the target: of booking and of the conversion itself."""
    return all_questions()


def every_question() -> tuple[Question, ...]:
    """All questions of all targets too, each code once."""
    return all_questions([question for target in TARGETS for question in target.questions])
