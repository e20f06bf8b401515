"""Workers killed and frozen in the middle of their jobs: each job is done, and what it writes is written once."""

import signal
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace

from tests.faults.conftest import House
from zhike.cli.tests.processes import wait_until


def test_a_job_whose_worker_is_killed_is_done_once_by_another(house: House) -> None:
    house.enqueue("wait", "1")
    house.kill_at_work()
    house.go()
    with house.worker() as second:
        house.wait_for(done=1)
        assert house.did("written") == [second.pid]
    assert house.ask("SELECT worker, attempts FROM jobs_job")[0][1] == 2


def test_a_worker_frozen_past_its_lease_writes_nothing_when_it_wakes_and_works_on(house: House) -> None:
    house.enqueue("wait", "1")
    with house.worker() as frozen:
        house.wait_begun()
        frozen.send_signal(signal.SIGSTOP)
        house.go()
        with house.worker() as second:
            house.wait_for(done=1)
            assert house.did("written") == [second.pid]
        frozen.send_signal(signal.SIGCONT)
        house.enqueue("note", "1")
        house.wait_for(done=2)
        assert house.did("0") == [frozen.pid]
    assert len(house.did("written")) == 1


def test_two_workers_do_each_of_a_thousand_jobs_exactly_once(house: House) -> None:
    house = replace(house, lease_seconds=60.0)  # as it is: one second may pass while the other one writes
    house.enqueue("note", "1000")
    with ExitStack() as stack:
        pids = {stack.enter_context(house.worker()).pid for _ in range(2)}
        house.wait_for(done=1000)
    deeds = house.deeds()
    assert Counter(word for word, _ in deeds) == Counter(str(number) for number in range(1000))
    assert {pid for _, pid in deeds} == pids


def test_a_job_that_kills_its_worker_is_parked_in_the_end_and_the_others_go_on(house: House) -> None:
    house.enqueue("die", "1", "note", "20")
    wanted = {"done": 20, "parked": 1}
    while house.states() != wanted:
        with house.worker() as worker:
            wait_until(lambda: worker.poll() is not None or house.states() == wanted, "the next death, or the end")
    assert len(house.did("dies")) == 5
    assert sorted(map(int, (word for word, _ in house.deeds() if word != "dies"))) == [*range(20)]


def test_a_worker_told_to_stop_finishes_the_job_at_hand_and_takes_no_other(house: House) -> None:
    house.enqueue("wait", "2")
    with house.worker() as worker:
        house.wait_begun()
        worker.terminate()
        house.go()
        worker.wait(timeout=30)
    assert house.did("written") == [worker.pid]
    assert house.states() == {"done": 1, "waiting": 1}
