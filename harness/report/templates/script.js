"use strict"
// Search, filter and theme. The pages say all that they have to say without it.
{
  const THEMES = ["auto", "light", "dark"]
  const MOST = 50
  const root = document.documentElement

  const kept = () => {
    try { return localStorage.getItem("twofold-theme") } catch { return null } // a browser may keep nothing
  }
  const keep = (theme) => {
    try { localStorage.setItem("twofold-theme", theme) } catch { /* then it lasts as long as this page */ }
  }
  const wear = (theme) => {
    if (theme === "auto") delete root.dataset.theme
    else root.dataset.theme = theme
  }
  let theme = THEMES.includes(kept()) ? kept() : "auto"
  wear(theme) // before anything is drawn

  const offerThemes = () => {
    const button = document.querySelector(".theme")
    const say = () => { button.lastElementChild.textContent = theme }
    button.addEventListener("click", () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]
      wear(theme)
      keep(theme)
      say()
    })
    say()
    button.hidden = false
  }

  // The index is loaded when somebody searches for the first time.
  let index
  const load = () => index ??= new Promise((done, failed) => {
    const within = document.getElementById("search-data")
    if (within) return done(JSON.parse(within.textContent))
    const script = document.createElement("script")
    script.src = document.body.dataset.root + document.body.dataset.index
    script.onload = () => done(window.twofoldSearch)
    script.onerror = failed
    document.head.append(script)
  }).then((found) => {
    for (const line of found.lines) line.push(`${line[4]} ${line[5]}`.toLowerCase())
    return found
  })

  const search = ({ lines, standings }, words, standing) => {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
    const number = standings.indexOf(standing)
    const fits = (line) => (number < 0 || line[3] === number) && wanted.every((word) => line[6].includes(word))
    const inText = (line) => wanted.every((word) => line[4].toLowerCase().includes(word))
    const found = lines.filter(fits)
    return [...found.filter(inText), ...found.filter((line) => !inText(line))]
  }

  const entry = ({ kinds, pages, standings }, [kind, page, anchor, standing, text, within]) => {
    const item = document.createElement("li")
    const link = document.createElement("a")
    const place = anchor ? `#${encodeURIComponent(anchor)}` : ""
    link.href = document.body.dataset.index ? document.body.dataset.root + pages[page] + place : place
    link.textContent = text
    const about = document.createElement("small")
    about.textContent = [kinds[kind], standings[standing], within].filter(Boolean).join(" · ")
    item.append(link, about)
    return item
  }

  const offerSearch = () => {
    const form = document.querySelector(".finder")
    const found = document.querySelector(".found")
    const [count, list] = found.children
    const look = async () => {
      const words = form.elements.words.value.trim()
      const standing = form.elements.standing.value
      found.hidden = !words && !standing
      if (found.hidden) return
      let all
      try {
        all = await load()
      } catch {
        count.textContent = `${document.body.dataset.index} is missing: keep it beside index.html.`
        return
      }
      if (words !== form.elements.words.value.trim() || standing !== form.elements.standing.value) return
      const lines = search(all, words, standing)
      const shown = lines.length > MOST ? `, the first ${MOST} of them here` : ""
      count.textContent = `${lines.length} found${shown}`
      list.replaceChildren(...lines.slice(0, MOST).map((line) => entry(all, line)))
    }
    form.addEventListener("input", look)
    form.addEventListener("submit", (event) => { event.preventDefault(); look() })
    list.addEventListener("click", (event) => { if (event.target.closest("a")) found.hidden = true })
    form.hidden = false
  }

  // On a chapter's page: only the examples that ended in one way.
  const offerFilter = () => {
    const place = document.querySelector(".shown")
    if (!place) return
    const runs = [...document.querySelectorAll(".run")]
    const outcomes = [...new Set(runs.map((run) => run.dataset.outcome))].sort()
    if (outcomes.length < 2) return
    const select = place.querySelector("select")
    select.append(...outcomes.map((outcome) => new Option(outcome, outcome)))
    select.addEventListener("change", () => {
      for (const run of runs) run.hidden = Boolean(select.value) && run.dataset.outcome !== select.value
      for (const part of document.querySelectorAll(".example, .rule")) {
        part.hidden = !part.querySelector(".run:not([hidden])")
      }
    })
    place.hidden = false
  }

  document.addEventListener("DOMContentLoaded", () => { offerThemes(); offerSearch(); offerFilter() })
}
