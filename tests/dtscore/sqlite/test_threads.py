import threading
import time

from dtscore.sqlite.threads import InOrder


def test_threads_get_the_lock_in_the_order_in_which_they_came():
    lock, came = InOrder(), []
    assert lock.acquire(0)

    def wait(number):
        if lock.acquire(20):
            came.append(number)
            lock.release()

    threads = [threading.Thread(target=wait, args=[number]) for number in range(4)]
    for number, thread in enumerate(threads):
        thread.start()
        while len(lock._waiting) <= number:
            time.sleep(0.001)
    assert not lock.acquire(0.01)
    lock.release()
    for thread in threads:
        thread.join()

    assert came == [0, 1, 2, 3]
    assert lock.acquire(0)
