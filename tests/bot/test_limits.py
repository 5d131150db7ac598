"""Token buckets, on a clock of the test's own."""

from bot.limits import Limits


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_private_chat_takes_three_at_once_and_then_one_a_second() -> None:
    limits = Limits(clock=(clock := Clock()))
    for _ in range(3):
        assert 5 not in limits.held()
        limits.arrived(5)
    assert limits.held() == {5}
    clock.now += 1.01
    assert limits.held() == set()
    limits.arrived(5)
    assert limits.held() == {5}


def test_a_group_never_gets_more_than_twenty_in_any_minute() -> None:
    limits = Limits(clock=(clock := Clock()))
    sent: list[float] = []
    for _ in range(3000):
        if -5 not in limits.held() and limits.room() > 0:
            limits.start()
            limits.arrived(-5)
            sent.append(clock.now)
        clock.now += 0.1
    assert all(sum(start <= at < start + 60 for at in sent) <= 20 for start in sent)
    assert len(sent) >= 5 * 12, "and not far below what is allowed"


def test_all_chats_together_never_get_more_than_thirty_in_any_second() -> None:
    limits = Limits(clock=(clock := Clock()))
    sent: list[float] = []
    for number in range(5000):
        while limits.room() > 0:
            limits.start()
            limits.arrived(100 + number)
            sent.append(clock.now)
        clock.now += 0.005
    assert all(
        sum(start <= at < start + 1 for at in sent[index : index + 40]) <= 30
        for index, start in enumerate(sent)
    )
    assert len(sent) >= 25 * 20


def test_a_chat_that_must_wait_holds_back_no_other_and_says_for_how_long() -> None:
    limits = Limits(clock=(clock := Clock()))
    limits.hold(5, 30)
    limits.hold(5, 10)
    assert limits.held() == {5}
    assert limits.wait(0.5) == 0.5
    clock.now += 29.8
    assert 0.15 < limits.wait(0.5) < 0.25
    clock.now += 0.3
    assert limits.held() == set()


def test_chats_that_are_quiet_are_forgotten() -> None:
    limits = Limits(per_second=1e9, clock=(clock := Clock()))
    for chat in range(1, 25_000):
        limits.arrived(chat)
        clock.now += 0.01
    assert len(limits._chats) <= 10_001
