"""The chat is installed on a telephone and opened where there is no network: the last talk is read."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.fines.chat.office import Office
from tests.browser.fines.chat.test_chat import answers, say
from tests.browser.site import Site

# Whether all that the page is made of is kept, once the worker has heard of it.
KEPT = """async () => {
  const {active} = await navigator.serviceWorker.ready, kept = new Set();
  for (const name of await caches.keys()) for (const {url} of await (await caches.open(name)).keys()) kept.add(new URL(url).pathname);
  const made = performance.getEntriesByType('resource').map(({name}) => new URL(name).pathname).filter((path) => path.startsWith('/v/'));
  return active && made.length > 20 && ['/fines/chat', ...made].every((path) => kept.has(path));
}"""


# Failed in two of three whole runs of a busy machine, with no word shown offline, and never alone or among its neighbours:
# the cause is not found. Every night until it is.
@pytest.mark.exhaustive
def test_the_last_talk_is_read_without_a_connection(browser: Browser, site: Site, office: Office) -> None:
    context = browser.new_context(locale="ko-KR", service_workers="allow", viewport={"width": 360, "height": 740})
    try:
        page = context.new_page()
        office.answer(context)
        page.goto(f"{site.url}/fines/chat")
        say(page, "납부 방법이 궁금합니다")
        expect(answers(page)).to_have_count(2)
        page.get_by_label("이 기기에 대화 남기기").check()
        page.wait_for_function(KEPT)

        # The window stays: one that is closed at once may take with it what it had not handed to the browser yet.
        context.set_offline(True)
        again = context.new_page()
        again.goto(f"{site.url}/fines/chat")

        expect(answers(again)).to_have_count(2)
        expect(again.locator(".remark.away")).to_contain_text("지난 대화는 읽을 수 있고")
    finally:
        context.close()
