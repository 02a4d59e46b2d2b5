"""The two drivers of a flow: one waits, one is awaited."""

from __future__ import annotations

import inspect
import time
from concurrent.futures import Future
from contextlib import closing, suppress
from typing import Any

from figwright.calls.steps import Ask, Await, Flow, Modify, R, Send, Together, Wait
from figwright.errors import ConfigurationError, FigwrightError
from figwright.http.reply import TooLargeError, TransportError
from figwright.http.transports import AsyncTransports, Transports


def drive(flow: Flow[R], transports: Transports) -> R:
    """Run a flow to its end, waiting at each step."""
    answer: Any = None
    with closing(flow):  # an interrupted flow tidies up at once, whoever keeps its traceback
        while True:
            try:
                step = flow.send(answer)
            except StopIteration as stop:
                result: R = stop.value
                return result
            match step:
                case Send():
                    try:
                        answer = transports.of(step.outgoing.url).send(*step)
                    except (TransportError, TooLargeError, OSError) as error:
                        answer = error
                case Ask():
                    answer = step.function()
                case Await():
                    answer = _outcome(step.future, step.deadline.remaining())
                case Modify():
                    answer = step.function(step.value)
                    if inspect.isawaitable(answer):
                        if inspect.iscoroutine(answer):
                            answer.close()
                        raise ConfigurationError(
                            f"The modifier {step.function!r} returned something to await, and only AsyncActions awaits."
                        )
                case Wait():
                    time.sleep(step.seconds)
                case Together():
                    answer = _drive_together(step, transports)


async def drive_async(flow: Flow[R], transports: AsyncTransports) -> R:
    """Run a flow to its end, awaiting each step."""
    import anyio

    answer: Any = None
    with closing(flow):
        while True:
            try:
                step = flow.send(answer)
            except StopIteration as stop:
                result: R = stop.value
                return result
            match step:
                case Send():
                    try:
                        answer = await transports.of(step.outgoing.url).send(*step)
                    except (TransportError, TooLargeError, OSError) as error:
                        answer = error
                case Ask():
                    answer = await _asked(step)
                case Await():
                    await _finished(step.future, step.deadline.remaining())
                    answer = _outcome(step.future, 0)
                case Modify():
                    answer = step.function(step.value)
                    if inspect.isawaitable(answer):
                        answer = await answer
                case Wait():
                    await anyio.sleep(step.seconds)
                case Together():
                    answer = await _drive_together_async(step, transports)


async def _asked(step: Ask) -> Any:
    import anyio.to_thread

    if step.on_loop is not None:
        return await step.on_loop()
    return await anyio.to_thread.run_sync(step.function)


def _drive_together(step: Together, transports: Transports) -> list[Any]:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(step.at_once, max(len(step.flows), 1))) as pool:
        try:
            return list(pool.map(lambda flow: drive(flow, transports), step.flows))
        except BaseException:
            step.deadline.end()
            raise


async def _drive_together_async(step: Together, transports: AsyncTransports) -> list[Any]:
    import anyio

    results: list[Any] = [None] * len(step.flows)
    places = anyio.Semaphore(step.at_once)

    async def run(index: int, flow: Flow[Any]) -> None:
        async with places:
            try:
                results[index] = await drive_async(flow, transports)
            except FigwrightError as error:  # raised below, and not within a group of errors
                results[index] = error

    async with anyio.create_task_group() as group:
        for index, flow in enumerate(step.flows):
            group.start_soon(run, index, flow)
    if failed := next((result for result in results if isinstance(result, FigwrightError)), None):
        raise failed
    return results


def _outcome(future: Future[Any], seconds: float) -> Any:
    try:
        return future.exception(max(seconds, 0)) or future.result()
    except TimeoutError as error:
        return error


async def _finished(future: Future[Any], seconds: float) -> None:
    """Wait for a future of any thread, on any event loop; what is cancelled here goes on there."""
    import anyio
    import anyio.lowlevel

    if future.done():
        return
    arrived, token = anyio.Event(), anyio.lowlevel.current_token()
    loop: Any = getattr(token, "native_token", token)  # asyncio's loop, or trio's token
    soon = getattr(loop, "call_soon_threadsafe", None) or loop.run_sync_soon

    def tell(_: Future[Any]) -> None:
        # Runs in the future's thread, or in this one if it was done meanwhile: it must not wait for the loop.
        with suppress(RuntimeError):  # the loop has ended, and nobody waits
            soon(arrived.set)

    future.add_done_callback(tell)
    with anyio.move_on_after(max(seconds, 0)):
        await arrived.wait()
