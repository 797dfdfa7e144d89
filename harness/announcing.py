"""Whether what a page says reaches who does not see it: announced by itself, or where the focus stands.

A page that is loaded with an alert in it is not announced by every reader; where the focus then stands on
what the words belong to, they are read out with that. Either counts (WCAG 2.2, 3.3.1 and 4.1.3).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

SHORTEST = 5
"""Characters of words that are looked for: shorter ones stand everywhere."""
WAY = """([words, shortest]) => {
    const bare = text => (text || '').replace(/\\s+/g, ' ').trim()
    const told = bare(words)
    const says = e => { const text = bare(e.innerText)
        return text.length >= shortest && (told.includes(text) || text == told) }
    const holders = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && says(e))
    const regions = '[aria-live], [role=alert], [role=status], [role=log], output'
    const live = e => { const region = e.closest(regions)
        return region && region.getAttribute('aria-live') != 'off' }
    const at = document.activeElement
    const names = ['aria-describedby', 'aria-errormessage']
    const named = names.map(name => at?.getAttribute(name) || '').join(' ')
    const about = named.split(/\\s+/).map(id => id && document.getElementById(id)).filter(e => e)
    const belongs = e => about.some(a => a.contains(e) || e.contains(a))
    const isOn = e => at && at != document.body && (at.contains(e) && !at.matches('main, body, html'))
    return !holders.length ? 'nowhere' : holders.some(live) ? 'aloud'
        : holders.some(belongs) || holders.some(isOn) ? 'at hand' : 'silently' }"""
DO = re.compile(
    r"\b(try|enter|check|use|wait|set|turn|make sure|again|newest|next|another|instead|sign in|ask for)\b",
    re.I,
)
"""Words with which people are told what to do now."""


def how_told(page: Page, words: str) -> str:
    """How words that a page shows reach people: 'aloud', 'at hand', 'silently', or 'nowhere' to be seen."""
    way: str = page.evaluate(WAY, [words, SHORTEST])
    return way


def tells_what_to_do(words: str) -> bool:
    """Whether words go on from what was wrong to what would be right (WCAG 2.2, 3.3.3)."""
    return bool(DO.search(words))
