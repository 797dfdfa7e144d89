"""VS Code's settings: up to date, and enough for Cucumber's language service to find every step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.check import read_suite
from tests import npm
from tests.messages.doors import PROJECT
from tools.vscode import SETTINGS, text

PACKAGES = ("@cucumber/language-service@1.7.0", "web-tree-sitter@0.20.8")
LOOK = """\
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { ExpressionBuilder, getGherkinDiagnostics } = require('@cucumber/language-service')
const { WasmParserAdapter } = require('@cucumber/language-service/wasm')

const [root, file] = process.argv.slice(2)
const settings = JSON.parse(fs.readFileSync(file, 'utf8'))
const read = (name) => fs.readFileSync(name, 'utf8')
const find = (globs) => globs.flatMap((glob) => {
  const [folder, suffix] = glob.split('/**/*')
  const names = fs.readdirSync(path.join(root, folder), { recursive: true })
  return names.filter((name) => name.endsWith(suffix)).map((name) => path.join(root, folder, name))
})

const adapter = new WasmParserAdapter(path.join('node_modules', '@cucumber', 'language-service', 'dist'))
await adapter.init()
const sources = find(settings['cucumber.glue']).map((name) => (
  { languageName: 'python', uri: name, content: read(name) }))
const built = new ExpressionBuilder(adapter).build(sources, settings['cucumber.parameterTypes'])
const expressions = built.expressionLinks.map((link) => link.expression)
const features = find(settings['cucumber.features'])
console.log(JSON.stringify({
  phrases: expressions.length,
  features: features.length,
  errors: built.errors.map((error) => error.message),
  undefined: features.flatMap((name) => getGherkinDiagnostics(read(name), expressions).map((found) =>
    `${path.relative(root, name)}:${found.range.start.line + 1}: ${found.message}`)),
}))
"""


def test_the_settings_are_those_of_the_phrases() -> None:
    now = text()
    assert SETTINGS.read_text(encoding="utf-8") == now, "Do this: .venv/bin/python -m tools.vscode"


@pytest.fixture
def service(tmp_path: Path) -> Path:
    """A folder with the language service installed, and the script that asks it."""
    (tmp_path / "look.mjs").write_text(LOOK, encoding="utf-8")
    return npm.install(tmp_path, "the language service", *PACKAGES)


@pytest.mark.slow
def test_every_step_leads_to_its_phrase(service: Path) -> None:
    """And with a type less, some don't: the service really reads the settings."""
    suite = read_suite(PROJECT)
    assert look(service, SETTINGS) == {
        "phrases": len(suite.collected.definitions),
        "features": len(suite.chapters),
        "errors": [],
        "undefined": [],
    }
    fewer = json.loads(SETTINGS.read_text(encoding="utf-8"))
    skews = [kind for kind in fewer["cucumber.parameterTypes"] if kind["name"] == "skew:Skew"]
    skews[0]["regexp"] = "broken"
    (service / "fewer.json").write_text(json.dumps(fewer), encoding="utf-8")
    lost = look(service, service / "fewer.json")["undefined"]
    assert isinstance(lost, list) and any("07_a_phone_with_the_wrong_time" in place for place in lost)


def look(service: Path, settings: Path) -> dict[str, object]:
    """What the service finds with these settings."""
    return dict(json.loads(npm.node(service, "look.mjs", str(PROJECT), str(settings))))
