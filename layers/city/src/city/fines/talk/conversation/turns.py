"""What a text means in its conversation: as the answer to what was asked, and as a wish of its own. Pure.

One question at a time. A text that plainly wants something else is answered, and what was open stays open: the words of
an opinion are dropped only by a "no".
"""

from collections.abc import Collection
from dataclasses import replace

from city.fines.talk.conversation.answers import as_answer
from city.fines.talk.conversation.heard import Heard
from city.fines.talk.conversation.plainly import more_plainly
from city.fines.talk.conversation.wishes import as_wish
from city.fines.talk.cues import questions, stories, wishes
from city.fines.talk.dialogue import HandOff, Memory, Wants, Wish
from city.fines.talk.understanding import Intent


def understand_in_context(heard: Heard, remembered: Memory | None, own_plates: Collection[str] = ()) -> Wish:
    """Reads a text in its conversation. `own_plates`: the cars filed under the sender's own telephone."""
    memory = remembered or Memory()
    heard = more_plainly(heard, memory)
    memory = _with_subject(heard, replace(memory, language=heard.said.language or memory.language))
    if (
        heard.says(questions.OF_A_TOTAL)
        and heard.says(questions.OF_BOTH_CARS)
        and own_plates
        and not heard.names_a_case
    ):
        memory = replace(memory, plates=tuple(sorted(own_plates)), notice_numbers=())
    if memory.plates and all(plate in own_plates for plate in memory.plates):
        memory = replace(memory, found=True)
    if heard.says(stories.SPOKEN_OF_BEFORE) and memory.filed_on and not heard.names_a_case:
        memory = replace(memory, plates=(), notice_numbers=memory.filed_on)
    answer = as_answer(heard, memory)
    wish = answer if answer is not None else as_wish(heard, memory)
    of_money = wish.intent is Intent.PAYMENT_CONFIRM or heard.says(stories.SENT)
    told_more = of_money or heard.narrates or heard.tells or heard.says(wishes.ABOUT_THE_ANSWER)
    if memory.handed_over and wish.wants is Wants.CASE and wish.hand_off is None and told_more and not heard.asks:
        # Whoever was asked for reads that, too.
        return replace(wish, hand_off=HandOff.ASKED)
    return wish


def _with_subject(heard: Heard, memory: Memory) -> Memory:
    """The cars and notices it is about from now on. A number and its car may come in two texts, in either order."""
    plates, numbers = tuple(plate.text for plate in heard.said.plates), heard.said.notice_numbers
    if plates and set(plates) != set(memory.plates):
        waiting = memory.notice_numbers if not memory.found else ()
        return replace(memory, plates=plates, notice_numbers=numbers or waiting, found=False, missed=False)
    if numbers and set(numbers) != set(memory.notice_numbers):
        kept = memory.plates if plates or not memory.found else ()
        return replace(memory, plates=kept or memory.plates, notice_numbers=numbers, found=False, missed=False)
    return memory
