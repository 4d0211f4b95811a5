"""The keys of a scenario that only papers use: names by language, tiles, synthetic."""

from __future__ import annotations

from kaimen.formats.scenario_file import parse_scenario

TOP = 'name = "x"\nperiods = ["2024"]\n'
TAIL = '[benefit]\nweights = { points = "1" }\n'


def test_names_tiles_and_synthetic_are_read() -> None:
    table = '[names.zh]\nland = "土地"\n[[region]]\nid = "A"\ntile = [1, 2]\n'
    read, findings = parse_scenario(f"{TOP}synthetic = true\n{TAIL}{table}", "x.toml")
    assert read is not None
    assert findings == []
    assert read.scenario.synthetic
    assert read.scenario.names["zh"] == {"land": "土地"}
    assert read.scenario.regions.regions["A"].tile == (1, 2)


def test_without_them_nothing_is_synthetic_renamed_or_placed() -> None:
    read, _ = parse_scenario(f'{TOP}{TAIL}[[region]]\nid = "A"\n', "x.toml")
    assert read is not None
    assert not read.scenario.synthetic
    assert not any(read.scenario.names.values())
    assert read.scenario.regions.regions["A"].tile is None


def test_a_language_without_papers_and_a_tile_of_one_number_are_findings() -> None:
    table = '[names.fr]\nland = "terre"\n[[region]]\nid = "A"\ntile = [1]\n'
    read, findings = parse_scenario(f"{TOP}{TAIL}{table}", "x.toml")
    assert read is not None
    assert [finding.code for finding in findings] == ["E402", "E402"]
    assert "names.fr" in str(findings[0])
    assert "tile" in str(findings[1])
