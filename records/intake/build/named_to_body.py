"""Letters that set up a leading group or name a committee: who is its head, who its members, since when.

组长：某某　乡党委书记, one below the other, and sentences such as 某某同志兼任办公室主任.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.files.reading import TextDocument
from records.intake.names import clean_name, looks_like_name, split_names
from records.intake.outcome import Item, Place
from records.intake.papers.paper_name import has_surname
from records.intake.papers.posts import POST, without_post
from records.intake.papers.signature import signature_of_line, signed_off
from records.intake.unit_names import unit_phrases

_BODIES = (
    ("领导小组", re.compile(r"领导小组|工作小组|协调小组|工作组")),
    ("中心组", re.compile(r"中心组")),
    ("支委会", re.compile(r"支委会|支部委员会(?:成员|委员|组成)|支部委员")),
)
_LETTER = re.compile(r"成立|调整|设立|组建|组成|充实|名单|任命|任职")
_ENDED = re.compile(r"撤销|免去|免职")
_ROLES = "副组长|组长|成员|副主任|主任|副书记|书记|组织委员|宣传委员|纪检委员|委员|组员"
_SPREAD = "|".join(r"\s*".join(role) for role in _ROLES.split("|"))
#: 组　长： is spread to the width of 副组长.
_LABELLED = re.compile(rf"^(第一)?({_SPREAD})\s*[:：]\s*(.*)$")
_ROLE = re.compile(f"(?:第一)?(?:{_ROLES})")
_OF_NAMES, _OF_POSTS = re.compile(r"(?:成员)?姓名|名字|人员"), re.compile(r"职务$")
_OFFICE = (
    re.compile(
        r"(?:(?:^|[，,。；;])由?|由)([\u4e00-\u9fff·]{2,4}?)(?:同志)?(?:兼任|兼|担任|任|为)(?:领导小组|该)?办公室(副主任|主任|成员|工作人员|联络员)"
    ),
    re.compile(
        r"办公室(副主任|主任|成员|工作人员)由([\u4e00-\u9fff·、]{2,20}?)(?:同志|等)?(?:兼任|担任|兼|任|组成)"
    ),
    re.compile(r"办公室(副主任|主任|成员)[:：]\s*([\u4e00-\u9fff·、]{2,30})"),
)
#: The clauses behind 领导小组下设办公室，设在党政办，: 主任由张三同志兼任, 由张三同志任主任，李四任副主任.
_OFFICE_ROLE = "副主任|主任|成员|工作人员|联络员"
_IN_CLAUSE = (
    re.compile(
        rf"(?P<role>{_OFFICE_ROLE})(?:一职)?(?:分别)?由(?P<who>.{{2,40}}?)(?:同志|等)?(?:兼任|担任|兼|任|组成)?"
    ),
    re.compile(
        rf"由?(?P<who>.{{2,40}}?)(?:同志)?(?:分别)?(?:兼任|担任|兼|任|为)(?:其|该)?(?P<role>{_OFFICE_ROLE})"
    ),
)
#: A post with what it is of: 镇党委副书记, 宣传干事.
_IS_POST = re.compile(rf"[\u4e00-\u9fff]{{0,12}}(?:{POST.pattern}|[部社团科股]长|主席|专干)")
_SAME = {"组员": "成员", "工作人员": "成员", "联络员": "成员"}


@dataclass(frozen=True)
class Seat:
    """Somebody named to a body. ``told`` is the line; one without a name could not be read."""

    body: str
    role: str
    name: str
    post: str
    told: str
    in_sentence: bool = False


@dataclass(frozen=True)
class Seats:
    """Whom a letter names, by whom it is signed, and when."""

    seats: tuple[Seat, ...]
    issuer: str | None
    since: date | None


def seats_in(document: TextDocument, title: str, year: int | None) -> Seats | None:
    """The seats that a letter fills; None when it is no such letter, or names no head and somebody else."""
    body = next((name for name, pattern in _BODIES if pattern.search(title)), None)
    if body is None or not _LETTER.search(title) or _ENDED.search(title):
        return None
    lines = [each.text for each in document.paragraphs if each.text.strip()]
    seats = [*_listed(lines, body), *seats_in_tables(document.tables, body)]
    seats += [seat for line in lines for seat in _of_office(line.strip())]
    if len(seats) < 2 or not any(seat.role in ("组长", "书记") for seat in seats):
        return None
    issuer, day = signed_off([line.strip() for line in lines], year)
    value = day.value if day is not None else None
    since = value.start if value is not None and value.precision == "day" else None
    return Seats(tuple(dict.fromkeys(seats)), issuer or next(iter(unit_phrases(title)), None), since)


def build_seats(found: Seats, file: str, desk: Desk) -> Iterator[Item]:
    """A record for each seat; a line of the list that names nobody is refused."""
    unit = desk.unit_known(found.issuer) if found.issuer else None
    for seat in found.seats:
        item = Item("position", Place(file), attach=file, cells=(seat.told,), headings=("",))
        if not seat.name:
            item.reject("unreadable_row")
            yield item
            continue
        item.fields |= {"body": seat.body, "role": seat.role}
        person = desk.person_anywhere(seat.name, item, "person", unit.id if unit else None, blocking=True)
        if person is not None:
            item.fields["person"] = person.id
        _where_and_when(item, seat, unit.id if unit else None, found.since)
        yield item


def _where_and_when(item: Item, seat: Seat, unit: ObjectId | None, since: date | None) -> None:
    if unit is not None:
        item.fields["unit"] = unit
    else:
        item.flag("value_left_out:unit")
    if since is not None:
        item.fields["from"] = since
    else:
        item.flag("value_left_out:from")
    if seat.post:
        item.fields["post"] = seat.post
    if seat.in_sentence:
        item.flag("read_from_sentence")


def _listed(lines: Sequence[str], body: str) -> Iterator[Seat]:
    """Those behind a role and below it, until a line is something else than a name and a post."""
    role = ""
    for line in lines:
        text = line.strip()
        label = _LABELLED.match(text)
        if label is not None:
            role = re.sub(r"\s", "", label[2])
            text = label[3]
        elif not role or not _goes_on(line):
            role = ""
            continue
        if not text:
            continue
        named = list(_named(text))
        if not named:
            yield Seat(body, role, "", "", line.strip())
        for name, post in named:
            yield Seat(body, _SAME.get(role, role), name, post, line.strip())


def seats_in_tables(tables: Sequence[Sequence[Sequence[str]]], body: str) -> Iterator[Seat]:
    """Those whom a table of the letter lists, a line each: 姓名 | 现任职务 | 组内职务."""
    for head, *rows in filter(None, tables):
        headings = [re.sub(r"\s", "", text) for text in head]
        cells = [[re.sub(r"\s", "", text) for text in row] for row in rows if len(row) == len(head)]
        named = next((at for at, text in enumerate(headings) if _OF_NAMES.fullmatch(text)), None)
        roles = [at for at in range(len(head)) if cells and all(_ROLE.fullmatch(row[at]) for row in cells)]
        if named is None or len(roles) != 1:
            continue
        at = next((at for at, text in enumerate(headings) if at != roles[0] and _OF_POSTS.search(text)), None)
        for row in cells:
            role = row[roles[0]].removeprefix("第一")
            names = [clean_name(part.name).name for part in split_names(row[named])]
            for name in names or [""]:
                post = row[at] if at is not None else ""
                yield Seat(body, _SAME.get(role, role), name, post, " ".join(filter(None, row)))


def _goes_on(line: str) -> bool:
    """Whether a line without a role is one more of the same: set in, or nothing but a name."""
    text = line.strip()
    if re.search(r"[。：:]", text):
        return False
    signed = signature_of_line(text, None)
    if signed is not None and signed.date is not None:
        return False  # the day below a letter that nobody signs
    return (signed is not None and "同志" not in text) or line[:1] in (" ", "\u3000", "\t")


def _named(text: str) -> Iterator[tuple[str, str]]:
    """The people of a line with their posts: 某某　乡长, 某某（乡长）, 某某、某某."""
    if re.search(r"[、，,；;]", text):
        yield from _several_named(text)
        return
    bracket = re.fullmatch(r"\s*([^（(]{2,12})[（(]([^（()）]{2,30})[)）]\s*", text)
    words = _words(bracket[1] if bracket is not None else text)
    if words and all(map(_is_name, words)):
        for word in words:
            yield word, bracket[2] if bracket is not None and len(words) == 1 else ""
    elif words and _is_name(words[0]):
        yield words[0], " ".join(words[1:])


def _several_named(text: str) -> Iterator[tuple[str, str]]:
    """The people of a line that parts them, or the posts of one of them: 某某　党委副书记、乡长."""
    found: list[tuple[str, str]] = []
    for part in split_names(text):
        name = without_post(clean_name(part.name).name)
        if _is_name(name) and not _IS_POST.fullmatch(part.raw):
            before = part.raw.removesuffix(name) if part.raw.endswith(name) else ""
            found.append((name, part.reason or before))
        elif re.match(r"各|其[他余]|有关", part.raw):
            found.append(("", ""))
        elif found and part.reason is None and _IS_POST.fullmatch(part.raw):
            found[-1] = (found[-1][0], "、".join(filter(None, (found[-1][1], part.raw))))
    yield from found


def _words(text: str) -> list[str]:
    """The words of a line; the two characters of a name that stand apart are one."""
    words: list[str] = []
    for word in text.split():
        if len(word) == 1 and words and len(words[-1]) == 1:
            words[-1] += word
        else:
            words.append(word)
    return words


def _is_name(word: str) -> bool:
    return looks_like_name(word) and has_surname(word) and POST.search(word) is None


def _of_office(line: str) -> Iterator[Seat]:
    """Who runs the group's office, as a sentence says."""
    for number, pattern in enumerate(_OFFICE):
        for found in pattern.finditer(line):
            role, names = (found[2], found[1]) if number == 0 else (found[1], found[2])
            for part in split_names(names):
                name = clean_name(part.name).name
                if _is_name(name):
                    yield Seat("办公室", _SAME.get(role, role), name, "", line, in_sentence=True)
    yield from _in_clauses(line)


def _in_clauses(line: str) -> Iterator[Seat]:
    """The same where the clause that names somebody doesn't say 办公室 again."""
    for sentence in re.split(r"[。；;]", line):
        _, office, behind = sentence.partition("办公室")
        for clause in re.split(r"[，,]", behind) if office else ():
            found = next((told for each in _IN_CLAUSE if (told := each.fullmatch(clause.strip()))), None)
            if found is None or "办公室" in clause:
                continue
            for part in split_names(found["who"]):
                name = without_post(clean_name(part.name).name)
                if _is_name(name):
                    role = found["role"]
                    yield Seat("办公室", _SAME.get(role, role), name, "", line, in_sentence=True)
