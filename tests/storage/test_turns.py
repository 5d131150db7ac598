from threading import Thread

import pytest

from storage.turns import Turns

LONG = 60.0
WITHIN = 10.0


def test_long_work_waits_until_the_last_short_work_is_done() -> None:
    turns = Turns(LONG)
    step = Thread(target=turns.give_way)
    with turns.first():
        with turns.first():
            step.start()
        step.join(0.05)
        assert step.is_alive()
    step.join(WITHIN)
    assert not step.is_alive()


def test_it_does_not_wait_for_ever() -> None:
    turns = Turns(0.01)
    step = Thread(target=turns.give_way)
    with turns.first():
        step.start()
        step.join(WITHIN)
        assert not step.is_alive()


def test_short_work_that_fails_holds_nobody_up() -> None:
    turns = Turns(LONG)
    with pytest.raises(ValueError, match="no"), turns.first():
        raise ValueError("no")
    step = Thread(target=turns.give_way)
    step.start()
    step.join(WITHIN)
    assert not step.is_alive()
